package io.github.vertexbridge.doctor;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names by which IAM knows a federated identity, and what is wrong with a name that is none of
 * them. IAM compares exactly.
 */
final class Members {
  private static final Pattern FORM =
      Pattern.compile(
          "(principal|principalSet)://iam\\.googleapis\\.com/projects/([^/]+)/locations/global"
              + "/workloadIdentityPools/([^/]+)/(subject/|group/|attribute\\.([^/]+)/)?(.*)");

  private final String number;
  private final String pool;
  private final Attributes.Mapped mapped;

  /**
   * @param number of the pool's project
   * @param pool its id
   * @param mapped what the provider makes of the token
   */
  Members(String number, String pool, Attributes.Mapped mapped) {
    this.number = number;
    this.pool = pool;
    this.mapped = mapped;
  }

  /** The principal of one subject. */
  static String subject(@Nullable String number, @Nullable String pool, String subject) {
    return "principal://iam.googleapis.com/projects/"
        + number
        + "/locations/global/workloadIdentityPools/"
        + pool
        + "/subject/"
        + subject;
  }

  /** Every member string that means this identity. */
  Set<String> all() {
    String set =
        "principalSet://iam.googleapis.com/projects/"
            + number
            + "/locations/global/workloadIdentityPools/"
            + pool
            + "/";
    Set<String> all = new LinkedHashSet<>();
    all.add(subject(number, pool, mapped.subject()));
    mapped.groups().forEach(group -> all.add(set + "group/" + group));
    mapped
        .attributes()
        .forEach(
            (name, values) -> values.forEach(v -> all.add(set + "attribute." + name + "/" + v)));
    all.add(set + "*");
    return all;
  }

  /** Why a member that looks like this identity is not; empty if it is of somebody else. */
  Optional<String> misspelt(String member) {
    Matcher form = FORM.matcher(member);
    if (!form.matches()) {
      return Optional.empty();
    }
    if (!form.group(2).equals(number)) {
      return Optional.of(
          form.group(2).matches("[0-9]+")
              ? "it names project " + form.group(2) + ", the pool is in " + number
              : "it names the project by id, where IAM needs the number " + number);
    }
    if (!form.group(3).equals(pool)) {
      return Optional.of("it names pool " + form.group(3) + ", the token comes by " + pool);
    }
    boolean one = form.group(1).equals("principal");
    boolean subject = "subject/".equals(form.group(4));
    if (one != subject) {
      return Optional.of(
          one
              ? "principal:// is for a subject only, all else is principalSet://"
              : "a subject is principal://, not principalSet://");
    }
    String attribute = form.group(5);
    if (attribute != null && !mapped.attributes().containsKey(attribute)) {
      return Optional.of("attribute." + attribute + " is not mapped by the provider");
    }
    List<String> values =
        attribute == null ? List.of(mapped.subject()) : mapped.attributes(attribute);
    String value = form.group(6);
    return values.stream().anyMatch(v -> v.equalsIgnoreCase(value) && !v.equals(value))
        ? Optional.of("it differs in upper and lower case, and values are compared exactly")
        : Optional.empty();
  }

  /** Whether it names another subject of this pool. */
  boolean isOtherSubject(String member) {
    String prefix = subject(number, pool, "");
    return member.startsWith(prefix) && !member.equals(prefix + mapped.subject());
  }

  /** Whether everybody in some pool is meant. */
  static boolean isWholePool(String member) {
    return member.startsWith("principalSet://") && member.endsWith("/*");
  }
}
