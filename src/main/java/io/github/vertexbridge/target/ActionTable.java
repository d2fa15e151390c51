package io.github.vertexbridge.target;

import static io.github.vertexbridge.target.Refusals.refusal;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The one table of what the bridge relays: {@code /VERSION/projects/P/locations/L/RESOURCE:ACTION},
 * and reads of publisher models, which Vertex AI has without project and location.
 *
 * <p>Source: REST reference of Vertex AI, v1 and v1beta1, and its protos. Immutable.
 */
public final class ActionTable {
  private static final ActionTable STANDARD = new ActionTable(ServedActions.ROWS);
  private static final String SET_PROJECT = "Set project and location in the client.";
  private static final String LOWER_CASE = "Write the fixed words of the path as Vertex AI does.";

  /** Where reads without a project go: the host without a region serves them. */
  private static final Location WITHOUT_LOCATION = new Location("global");

  private static final Set<String> TOP_LEVEL = Set.of("publishers", "endpoints", "models");

  private final List<ActionRow> rows;

  private ActionTable(List<ActionRow> rows) {
    this.rows = List.copyOf(rows);
  }

  /** The actions of this version of the bridge. */
  public static ActionTable standard() {
    return STANDARD;
  }

  /** All rows, first match first. */
  public List<ActionRow> rows() {
    return rows;
  }

  /** The IAM permissions that an action needs, by whatever resource it is asked of. */
  public Set<String> permissions(ActionName action) {
    return rows.stream()
        .filter(row -> row.action().equals(action))
        .map(ActionRow::permission)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Finds the row of a request and checks everything that can be checked without its body.
   *
   * @param method upper case
   * @param rawPath as it was sent, still percent-encoded, beginning with a slash
   * @param rawQuery as it was sent, without the question mark; empty if there was none
   * @param own the one project that is served
   * @throws FailureException PATH_MALFORMED, PATH_UNKNOWN, PROJECT_MISSING, PROJECT_OTHER,
   *     LOCATION_UNKNOWN, ACTION_UNKNOWN or QUERY_NOT_ALLOWED
   */
  public PathMatch match(String method, String rawPath, String rawQuery, ProjectId own) {
    RawPath path = RawPath.parse(rawPath);
    List<String> segments = path.segments();
    ApiVersion version = version(segments.get(0));
    List<String> below = segments.subList(1, segments.size());
    Optional<ActionRow> projectless = row(method, false, below, path.verb());
    if (projectless.isPresent()) {
      return found(projectless.get(), version, own, WITHOUT_LOCATION, below, rawQuery);
    }
    fixedWord("projects", segments, 1, () -> withoutProject(below));
    fixedWord("locations", segments, 3, () -> noProject("The path has no location."));
    if (segments.size() < 6) {
      throw unknown();
    }
    if (!segments.get(2).equals(own.value())) {
      throw refusal(
          FailureCode.PROJECT_OTHER,
          "The path names a Google project that this bridge does not serve.",
          "Set the id (not the number) of the bridge's own project in the client.");
    }
    Location location = location(segments.get(4));
    List<String> resource = segments.subList(5, segments.size());
    ActionRow row = row(method, resource, path.verb());
    return found(row, version, own, location, resource, rawQuery);
  }

  private static PathMatch found(
      ActionRow row,
      ApiVersion version,
      ProjectId own,
      Location location,
      List<String> resource,
      String rawQuery) {
    if (!row.versions().contains(version)) {
      throw refusal(
          FailureCode.ACTION_UNKNOWN,
          row.action() + " does not exist in " + version.segment() + ".",
          "Call it in " + row.versions().iterator().next().segment() + ".");
    }
    ResourceName name =
        ResourceName.parse(row.shape().name(resource)).orElseThrow(ActionTable::unknown);
    String query = AllowedQuery.of(rawQuery, row.query());
    return new PathMatch(
        row, version, own, location, name, row.shape().suffix(), row.action(), query);
  }

  private static ApiVersion version(String segment) {
    Optional<ApiVersion> version = ApiVersion.parse(segment);
    if (version.isEmpty() && ApiVersion.parse(lower(segment)).isPresent()) {
      throw RawPath.malformed("upper case in its version", LOWER_CASE);
    }
    return version.orElseThrow(ActionTable::unknown);
  }

  private static void fixedWord(
      String word, List<String> segments, int index, Supplier<FailureException> otherwise) {
    String actual = segments.size() > index ? segments.get(index) : "";
    if (!actual.equals(word)) {
      throw actual.equalsIgnoreCase(word)
          ? RawPath.malformed("upper case in '" + word + "'", LOWER_CASE)
          : otherwise.get();
    }
  }

  /** Paths that clients send when project and location are not set. */
  private static FailureException withoutProject(List<String> path) {
    return path.isEmpty() || !TOP_LEVEL.contains(path.get(0))
        ? unknown()
        : noProject("The path has no project.");
  }

  private static Location location(String segment) {
    return Location.parse(segment)
        .filter(Locations::exists)
        .orElseThrow(
            () ->
                refusal(
                    FailureCode.LOCATION_UNKNOWN,
                    "'" + segment + "' is no location of Vertex AI.",
                    "Use a region such as europe-west4, or global, us or eu."));
  }

  private ActionRow row(String method, List<String> resource, Optional<String> verb) {
    String asked = verb.orElseGet(() -> method + " " + String.join("/", resource));
    UnservedActions.why(method, resource, verb)
        .ifPresent(
            why -> {
              throw unserved(asked, why);
            });
    Optional<ActionRow> row = row(method, true, resource, verb);
    if (row.isPresent()) {
      return row.get();
    }
    List<ActionRow> known =
        rows.stream().filter(r -> r.inProject() && r.shape().isResource(resource)).toList();
    List<String> methods =
        known.stream()
            .filter(r -> r.shape().matches(resource, verb))
            .map(ActionRow::method)
            .distinct()
            .toList();
    if (!methods.isEmpty()) {
      throw refusal(
          FailureCode.ACTION_UNKNOWN,
          asked + " is not called with " + method + ".",
          "Use " + String.join(" or ", methods) + ".");
    }
    // What is done without a verb of its own is no near match of a verb.
    List<String> actions =
        known.stream()
            .filter(r -> r.shape().verb().isPresent())
            .map(r -> r.shape().verb().get())
            .toList();
    if (!known.isEmpty()) {
      throw refusal(
          FailureCode.ACTION_UNKNOWN,
          verb.map(v -> "There is no action '" + v + "' here.").orElse("The path has no action."),
          actions.isEmpty()
              ? "Leave the colon and what follows out."
              : "Near matches: "
                  + String.join(", ", NearMatches.of(verb.orElse(""), actions))
                  + ".");
    }
    if (isMiscased(resource)) {
      throw RawPath.malformed("a fixed word in the wrong case", LOWER_CASE);
    }
    throw unknown();
  }

  private Optional<ActionRow> row(
      String method, boolean inProject, List<String> resource, Optional<String> verb) {
    return rows.stream()
        .filter(r -> r.inProject() == inProject)
        .filter(r -> r.method().equals(method) && r.shape().matches(resource, verb))
        .findFirst();
  }

  private boolean isMiscased(List<String> resource) {
    return rows.stream().anyMatch(r -> r.inProject() && r.shape().isMiscasedResource(resource))
        || UnservedActions.isMiscased(resource);
  }

  private static FailureException unserved(String asked, String why) {
    return refusal(
        FailureCode.ACTION_UNKNOWN,
        asked + " " + why + ".",
        "docs/drop-in.md lists what the bridge relays.");
  }

  private static FailureException noProject(String seen) {
    return refusal(FailureCode.PROJECT_MISSING, seen, SET_PROJECT);
  }

  private static FailureException unknown() {
    return refusal(
        FailureCode.PATH_UNKNOWN,
        "There is nothing at this path.",
        "Call /v1 or /v1beta1, then /projects/PROJECT/locations/LOCATION/RESOURCE, and :ACTION"
            + " where there is one.");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
