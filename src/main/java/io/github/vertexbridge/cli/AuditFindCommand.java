package io.github.vertexbridge.cli;

import io.github.vertexbridge.audit.AuditReader;
import io.github.vertexbridge.audit.Story;
import io.github.vertexbridge.call.CorrelationId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "find",
    mixinStandardHelpOptions = true,
    description = {
      "Tells all that the audit knows about one correlation id: calls, hops, steps of jobs.",
      "Exits 0 if there is something, 1 if there is nothing, 2 if it cannot be read."
    })
final class AuditFindCommand extends AuditFrom implements Callable<Integer> {
  @Parameters(paramLabel = "CORRELATION_ID", converter = CorrelationIdConverter.class)
  private CorrelationId id = CorrelationId.fresh();

  @Override
  public Integer call() {
    return reading(
        files -> {
          List<AuditReader.Line> lines = Story.of(id, files);
          for (AuditReader.Line line : lines) {
            out().println(json() ? line.members().toString() : Story.text(line));
          }
          if (lines.isEmpty()) {
            out().println("no line has the correlation id " + id);
          }
          return lines.isEmpty() ? 1 : 0;
        });
  }
}
