package io.github.vertexbridge.guard;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.JsonToken;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.target.Spelling;
import io.github.vertexbridge.target.StrictJson;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Looks at every text of a body, wherever it stands: locations of data, names of accounts. */
final class Texts {
  /** Where schemas of Google's own are; nobody else can write there. */
  private static final String SCHEMAS = "gs://google-cloud-aiplatform/schema";

  private static final Pattern LINK = Pattern.compile("(?i)ur[il]");
  private static final Pattern STEP = Pattern.compile("(^|/)\\.\\.?(/|$)");
  private static final Set<String> ACCOUNT = Spelling.both("serviceAccount");

  private Texts() {}

  /** What becomes of one text. */
  private interface Check {
    void look(String member, JsonParser at) throws IOException;
  }

  /** A job reads and writes what its body names: all of it must be the rule's. */
  static void ofJob(Request request) {
    each(
        request,
        (member, at) -> {
          if (ACCOUNT.contains(member)) {
            account(request, at);
          }
          location(request, at);
        });
  }

  /** Other calls read what their links name; prompts and answers may talk of anything. */
  static void ofLinks(Request request) {
    each(
        request,
        (member, at) -> {
          if (LINK.matcher(member).find()) {
            location(request, at);
          }
        });
  }

  private static void each(Request request, Check check) {
    StrictJson.read(
        request.body(),
        tokens -> {
          for (JsonToken token = tokens.nextToken(); token != null; token = tokens.nextToken()) {
            if (token == JsonToken.VALUE_STRING) {
              check.look(member(tokens.getParsingContext()), tokens);
            }
          }
          return true;
        });
  }

  /** The member that the text belongs to; for elements of arrays the array's. */
  private static String member(JsonStreamContext place) {
    JsonStreamContext at = place;
    while (at.inArray()) {
      at = at.getParent();
    }
    return Optional.ofNullable(at.getCurrentName()).orElse("");
  }

  private static void account(Request request, JsonParser at) throws IOException {
    Optional<ServiceAccount> allowed = request.terms().jobServiceAccount();
    String text = at.getText();
    if (!text.isEmpty() && !Optional.of(text).equals(allowed.map(ServiceAccount::value))) {
      throw Refusals.notAllowed(
          path(at),
          "names a service account that the rule does not name",
          allowed.map(account -> "Leave it out, or name " + account + ".").orElse("Leave it out."));
    }
  }

  private static void location(Request request, JsonParser at) throws IOException {
    List<String> allowed = request.terms().data();
    String text = at.getText().strip();
    String scheme = text.substring(0, Math.min(5, text.length())).toLowerCase(Locale.ROOT);
    if (allowed.isEmpty() || !(scheme.equals("gs://") || scheme.equals("bq://"))) {
      return;
    }
    boolean inside =
        within(text, SCHEMAS) || allowed.stream().anyMatch(beginning -> within(text, beginning));
    if (!inside || STEP.matcher(text).find()) {
      throw Refusals.notAllowed(
          path(at),
          "names a location of data that the rule does not allow",
          "Use one below " + String.join(", ", allowed) + ".");
    }
  }

  /**
   * On the border of a segment: {@code gs://a/b} includes {@code gs://a/b/c}, not {@code
   * gs://a/bc}.
   */
  private static boolean within(String location, String beginning) {
    String separator = beginning.startsWith("bq://") ? "." : "/";
    return location.equals(beginning) || location.startsWith(beginning + separator);
  }

  private static String path(JsonParser at) {
    String pointer = at.getParsingContext().pathAsPointer().toString();
    return pointer.isEmpty() ? "" : pointer.substring(1).replace('/', '.');
  }
}
