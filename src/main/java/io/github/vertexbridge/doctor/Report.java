package io.github.vertexbridge.doctor;

import java.util.List;

/**
 * What an examination came to.
 *
 * @param findings errors first, each in the order of the walk
 * @param looked what was looked at and found in order, a short line each
 * @param left what could not be looked at, and why
 */
public record Report(List<Finding> findings, List<String> looked, List<String> left) {
  public Report {
    findings = List.copyOf(findings);
    looked = List.copyOf(looked);
    left = List.copyOf(left);
  }

  /** 0 healthy, 1 something needs mending, 2 nothing could be examined. */
  public int exitCode() {
    if (findings.stream().anyMatch(f -> f.severity() != Severity.INFO)) {
      return 1;
    }
    return looked.isEmpty() ? 2 : 0;
  }
}
