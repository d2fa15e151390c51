package io.github.vertexbridge.dev;

/** The demo went wrong at a hop, or before the first. */
final class DemoFailure extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hop;

  /**
   * A failure.
   *
   * @param hop where; empty if at none of them
   * @param message what was seen
   */
  DemoFailure(String hop, String message) {
    super(message);
    this.hop = hop;
  }

  String hop() {
    return hop;
  }

  /** Hop and message in a line. */
  String line() {
    return (hop.isEmpty() ? "" : "hop " + hop + ": ") + getMessage();
  }
}
