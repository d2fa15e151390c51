package io.github.vertexbridge.localhost;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Lines that something printed, and waiting for them. */
final class LineLog extends OutputStream implements Consumer<String> {
  private static final long WAIT_NANOS = 30_000_000_000L;

  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private final List<String> lines = new ArrayList<>();

  PrintStream stream() {
    return new PrintStream(this, true, StandardCharsets.UTF_8);
  }

  @Override
  public synchronized void write(int octet) {
    if (octet == '\n') {
      accept(line.toString(StandardCharsets.UTF_8));
      line.reset();
    } else {
      line.write(octet);
    }
  }

  @Override
  public synchronized void accept(String text) {
    lines.add(text);
    notifyAll();
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  /** Waits for a line that holds {@code part}. */
  synchronized String await(String part) throws InterruptedException {
    long end = System.nanoTime() + WAIT_NANOS;
    while (true) {
      for (String text : lines) {
        if (text.contains(part)) {
          return text;
        }
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("no line with \"" + part + "\" in " + lines);
      }
      wait(Math.max(1, left / 1_000_000));
    }
  }
}
