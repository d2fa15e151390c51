package io.github.vertexbridge.config;

import java.util.List;
import java.util.stream.Collectors;

/** The environment is not fit to start with; carries every problem at once. */
public final class SettingsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<SettingProblem> problems;

  public SettingsException(List<SettingProblem> problems) {
    super(
        problems.size()
            + " wrong settings:\n"
            + problems.stream().map(p -> "  " + p).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  public List<SettingProblem> problems() {
    return problems;
  }
}
