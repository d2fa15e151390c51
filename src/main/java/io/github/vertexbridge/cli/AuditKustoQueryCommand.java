package io.github.vertexbridge.cli;

import io.github.vertexbridge.audit.CloudQueries;
import io.github.vertexbridge.call.CorrelationId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "kusto-query",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the query that finds a call in Application Insights:",
      "az monitor app-insights query --app NAME -g GROUP --analytics-query"
          + " \"$(./bridge audit kusto-query ID)\""
    })
final class AuditKustoQueryCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CORRELATION_ID", converter = CorrelationIdConverter.class)
  private CorrelationId id = CorrelationId.fresh();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    spec.commandLine().getOut().print(CloudQueries.kusto(id));
    spec.commandLine().getOut().flush();
    return 0;
  }
}
