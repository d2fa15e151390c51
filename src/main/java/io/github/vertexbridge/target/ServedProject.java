package io.github.vertexbridge.target;

import io.github.vertexbridge.call.ProjectId;
import java.util.Optional;

/**
 * The one Google project whose resources are called.
 *
 * @param id by which it is called
 * @param number its number, by which Vertex AI names it in answers; empty if no setting says it
 */
public record ServedProject(ProjectId id, Optional<String> number) {

  /** A project whose number is not known. */
  public static ServedProject of(ProjectId id) {
    return new ServedProject(id, Optional.empty());
  }

  /** Whether this is the project's id or number. */
  boolean is(String name) {
    return name.equals(id.value()) || number.equals(Optional.of(name));
  }
}
