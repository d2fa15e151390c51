package io.github.vertexbridge.cli;

import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.StoredFiles;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What the commands that read audit lines have in common. */
abstract class AuditFrom {
  @ParentCommand private AuditCommand audit = new AuditCommand();

  @Option(
      names = "--from",
      paramLabel = "DIR|FILE|URL|run",
      description = "Where the lines are; run: those of ./bridge run (${DEFAULT-VALUE}).")
  private String from = "run";

  @Option(names = "--json", description = "JSON instead of text.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** What one command does with the files. */
  @FunctionalInterface
  interface Work {
    int over(StoredFiles files) throws IOException;
  }

  boolean json() {
    return json;
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Exit code of the work, or 2 with a sentence if the files cannot be read. */
  int reading(Work work) {
    try {
      return work.over(audit.open(from));
    } catch (FailureException e) {
      return cannot(e.failure().seen() + " " + e.failure().remedy());
    } catch (UncheckedIOException | IOException e) {
      return cannot(String.valueOf(e.getMessage()));
    } finally {
      out().flush();
    }
  }

  private int cannot(String why) {
    spec.commandLine().getErr().println(why);
    return 2;
  }
}
