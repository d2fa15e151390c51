package io.github.vertexbridge.sandbox;

import com.google.rpc.Code;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code gs://BUCKET/NAME}.
 *
 * @param name of the object, or what names begin with
 */
record GcsUri(String bucket, String name) {
  private static final Pattern URI =
      Pattern.compile("gs://([a-z0-9][a-z0-9._-]{1,61}[a-z0-9])(?:/(.*))?");

  /**
   * @throws GoogleRefusal INVALID_ARGUMENT
   */
  static GcsUri parse(String text) {
    Matcher matcher = URI.matcher(text);
    if (!matcher.matches()) {
      throw GoogleRefusal.of(
          Code.INVALID_ARGUMENT, "EMULATOR: not a Cloud Storage location: " + text);
    }
    return new GcsUri(matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2));
  }

  GcsUri resolve(String more) {
    return new GcsUri(
        bucket, name.isEmpty() || name.endsWith("/") ? name + more : name + "/" + more);
  }

  /** Whether an object is meant by a name that may hold {@code *}. */
  boolean matches(String object) {
    return object.matches(("\\Q" + name + "\\E").replace("*", "\\E.*\\Q"));
  }

  @Override
  public String toString() {
    return "gs://" + bucket + "/" + name;
  }
}
