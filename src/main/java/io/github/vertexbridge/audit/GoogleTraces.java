package io.github.vertexbridge.audit;

import com.google.gson.JsonObject;
import io.github.vertexbridge.audit.AuditReader.Line;
import io.github.vertexbridge.call.VertexJobKind;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Google's logs of a Vertex job name besides the correlation id: so that it is found even if
 * they do not tell a request's reason.
 *
 * @param displayNames of Vertex jobs that jobs of the bridge stand for
 * @param resources of those that were looked at or cancelled: {@code customJobs/123}
 */
public record GoogleTraces(Set<String> displayNames, Set<String> resources) {
  /** Of a call whose lines were not read. */
  public static final GoogleTraces NONE = new GoogleTraces(Set.of(), Set.of());

  public GoogleTraces {
    displayNames = Set.copyOf(displayNames);
    resources = Set.copyOf(resources);
  }

  /** What the lines of one correlation id name. */
  public static GoogleTraces of(List<Line> story) {
    Set<String> displayNames = new TreeSet<>();
    Set<String> resources = new TreeSet<>();
    for (Line line : story) {
      if (line.text("type").equals("job")
          && VertexJobKind.parse(line.text("kind")).isPresent()
          && line.text("job").matches("[A-Za-z0-9-]{1,125}")) {
        displayNames.add("vb-" + line.text("job"));
      }
      if (line.members().get("target") instanceof JsonObject target) {
        String resource = FileCheck.text(target, "resource");
        if (isOneJob(resource)) {
          resources.add(resource);
        }
      }
    }
    return new GoogleTraces(displayNames, resources);
  }

  private static boolean isOneJob(String resource) {
    return Arrays.stream(VertexJobKind.values())
        .anyMatch(kind -> resource.matches(kind.collection() + "/[A-Za-z0-9-]+"));
  }
}
