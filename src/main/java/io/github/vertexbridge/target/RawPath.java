package io.github.vertexbridge.target;

import static io.github.vertexbridge.target.Refusals.refusal;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A path that has one reading only: no encoding, no dots to resolve, no empty segments.
 *
 * @param segments without the verb
 * @param verb what follows the colon of the last segment
 */
record RawPath(List<String> segments, Optional<String> verb) {
  private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9@._~-]+");

  /**
   * @param raw as it was sent, still percent-encoded, beginning with a slash
   * @throws FailureException PATH_MALFORMED
   */
  static RawPath parse(String raw) {
    if (raw.indexOf('%') >= 0) {
      throw malformed("a percent sign", "Send the names as they are; none needs encoding.");
    }
    if (!raw.startsWith("/")) {
      throw malformed("no slash at its beginning", "Begin the path with /v1/projects/.");
    }
    if (raw.contains("//")) {
      throw malformed(
          "two slashes in a row", "Take the slash off the end of the client's base URL.");
    }
    if (raw.endsWith("/")) {
      throw malformed("a slash at its end", "Take the last slash away.");
    }
    int colon = raw.indexOf(':', raw.lastIndexOf('/'));
    String resource = colon < 0 ? raw : raw.substring(0, colon);
    Optional<String> verb = colon < 0 ? Optional.empty() : Optional.of(raw.substring(colon + 1));
    List<String> segments = List.of(resource.substring(1).split("/", -1));
    for (String segment : segments) {
      if (segment.equals(".") || segment.equals("..")) {
        throw malformed("a dot segment", "Write the path out.");
      }
      if (!SEGMENT.matcher(segment).matches()) {
        throw malformed("a character that no resource name has", "Check the resource's name.");
      }
    }
    if (verb.isPresent() && !SEGMENT.matcher(verb.get()).matches()) {
      throw malformed("no plain word after its colon", "End the path with RESOURCE:ACTION.");
    }
    return new RawPath(segments, verb);
  }

  static FailureException malformed(String what, String remedy) {
    return refusal(FailureCode.PATH_MALFORMED, "The path has " + what + ".", remedy);
  }
}
