package io.github.vertexbridge.doctor;

import io.github.vertexbridge.call.Hop;
import java.util.Arrays;
import java.util.Optional;

/** A place that the doctor looks at, in the order of its walk. */
public enum Step {
  SETTINGS("settings"),
  MANAGED_IDENTITY(Hop.MANAGED_IDENTITY.label()),
  STS(Hop.STS.label()),
  IMPERSONATION(Hop.IMPERSONATION.label()),
  VERTEX(Hop.VERTEX.label()),
  CALLERS("callers"),
  STORAGE("storage"),
  AUDIT("audit"),
  CONFIGURATION("configuration"),
  PLATFORM("platform");

  private final String label;

  Step(String label) {
    this.label = label;
  }

  /** The name that reports and the catalogue carry. */
  public String label() {
    return label;
  }

  /** The step of this name. */
  public static Optional<Step> parse(String label) {
    return Arrays.stream(values()).filter(step -> step.label.equals(label)).findFirst();
  }
}
