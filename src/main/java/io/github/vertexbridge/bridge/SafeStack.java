package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.Redaction;

/** An unexpected exception as text for the log: libraries put into messages what they please. */
final class SafeStack {
  private static final int FRAMES = 12;
  private static final int CAUSES = 5;

  private SafeStack() {}

  static String of(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Throwable current = thrown;
    for (int depth = 0; current != null && depth < CAUSES; depth++) {
      text.append(depth == 0 ? "" : " <- ")
          .append(current.getClass().getName())
          .append(": ")
          .append(Redaction.scrub(String.valueOf(current.getMessage())));
      StackTraceElement[] frames = current.getStackTrace();
      for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
        text.append(" at ").append(frames[i]);
      }
      current = current.getCause();
    }
    return text.toString();
  }
}
