package io.github.vertexbridge.sandbox;

import com.google.rpc.Code;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Name of a created resource, or of the collection that it is in.
 *
 * @param project id or number as it was sent
 * @param id "" for the collection
 */
record ResourceId(String project, String location, ResourceKind kind, String id) {
  private static final Pattern PARENT = Pattern.compile("projects/([^/]+)/locations/([^/]+)");
  private static final Pattern NAME = Pattern.compile("(" + PARENT + ")/([^/]+)/([^/]+)");

  /**
   * @throws GoogleRefusal INVALID_ARGUMENT
   */
  static ResourceId member(ResourceKind kind, String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches() || !matcher.group(4).equals(kind.collection())) {
      throw malformed(name);
    }
    return new ResourceId(matcher.group(2), matcher.group(3), kind, matcher.group(5));
  }

  /**
   * @param parent {@code projects/P/locations/L}
   * @throws GoogleRefusal INVALID_ARGUMENT
   */
  static ResourceId collection(ResourceKind kind, String parent) {
    Matcher matcher = PARENT.matcher(parent);
    if (!matcher.matches()) {
      throw malformed(parent);
    }
    return new ResourceId(matcher.group(1), matcher.group(2), kind, "");
  }

  ResourceId withId(String wanted) {
    return new ResourceId(project, location, kind, wanted);
  }

  String parent() {
    return "projects/" + project + "/locations/" + location;
  }

  /** As it was sent. */
  String name() {
    return parent() + "/" + kind.collection() + (id.isEmpty() ? "" : "/" + id);
  }

  /** With the project's number, as Vertex answers names. */
  ResourceId numbered(String number) {
    return new ResourceId(number, location, kind, id);
  }

  private static GoogleRefusal malformed(String name) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: no resource name: " + name);
  }
}
