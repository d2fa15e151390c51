package io.github.vertexbridge.cli;

import com.google.gson.GsonBuilder;
import io.github.vertexbridge.audit.AuditProblem;
import io.github.vertexbridge.audit.Verifier;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Proves that no line was changed, moved or removed, or names the first broken line of each"
          + " file and what is missing.",
      "A file without an end is told as open: its process still writes, was killed, or its last"
          + " lines were cut off; lengths that later files saw decide where they can.",
      "Exits 0 if whole, 1 if broken, 2 if it cannot be read."
    })
final class AuditVerifyCommand extends AuditFrom implements Callable<Integer> {

  @Override
  public Integer call() {
    return reading(
        files -> {
          Verifier.Proof proof = Verifier.verify(files);
          if (json()) {
            out().println(new GsonBuilder().setPrettyPrinting().create().toJson(proof));
          } else {
            print(proof);
          }
          return proof.whole() ? 0 : 1;
        });
  }

  private void print(Verifier.Proof proof) {
    for (AuditProblem problem : proof.problems()) {
      out()
          .printf(
              "%s %s: %s%n",
              problem.broken() ? "BROKEN" : "open  ", problem.file(), problem.message());
    }
    out()
        .printf(
            "%s: %d lines in %d files, %d chains%n",
            proof.whole() ? "whole" : "BROKEN", proof.lines(), proof.files(), proof.chains());
  }
}
