package io.github.vertexbridge.policy;

/**
 * One thing that is wrong in a policy file.
 *
 * @param line from 1
 * @param column from 1
 * @param path where in the JSON, for example {@code $.rules[0].allow.models[1]}
 * @param message what is wrong, without a full stop
 */
public record PolicyProblem(int line, int column, String path, String message) {

  @Override
  public String toString() {
    return "line " + line + ", column " + column + ", " + path + ": " + message;
  }
}
