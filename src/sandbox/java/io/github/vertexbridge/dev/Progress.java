package io.github.vertexbridge.dev;

import java.io.PrintStream;
import picocli.CommandLine;

/** Says what is going on: one changing line on a terminal, plain lines anywhere else. */
final class Progress {
  private final PrintStream out;
  private final boolean terminal;
  private boolean open;

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  /** On the error output, so that results can be piped. */
  static Progress ofProcess() {
    return new Progress(System.err, CommandLine.Help.Ansi.AUTO.enabled());
  }

  synchronized void step(String text) {
    if (terminal) {
      out.print("\r\u001b[K" + text);
      out.flush();
      open = true;
    } else {
      out.println(text);
    }
  }

  /** Ends the changing line, so that something else can be printed. */
  synchronized void done() {
    if (open) {
      out.print("\r\u001b[K");
      out.flush();
      open = false;
    }
  }
}
