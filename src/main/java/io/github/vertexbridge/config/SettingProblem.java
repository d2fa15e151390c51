package io.github.vertexbridge.config;

/**
 * One setting that is missing or wrong.
 *
 * @param name of the setting
 * @param found what is there, or {@code nothing}
 * @param expected what should be there
 * @param example a value that would do
 */
public record SettingProblem(String name, String found, String expected, String example) {

  @Override
  public String toString() {
    return name + ": found " + found + "; expected " + expected + "; for example " + example;
  }
}
