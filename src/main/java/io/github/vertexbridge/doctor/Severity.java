package io.github.vertexbridge.doctor;

import java.util.Locale;

/** How bad a finding is, worst first. */
public enum Severity {
  /** Calls fail, or strangers get in. */
  ERROR,
  /** It works, and is dangerous or will stop working. */
  WARNING,
  /** Good to know. */
  INFO;

  /** In lower case. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
