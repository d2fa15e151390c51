package io.github.vertexbridge.cli;

import io.github.vertexbridge.audit.AuditReader;
import io.github.vertexbridge.audit.CloudQueries;
import io.github.vertexbridge.audit.GoogleTraces;
import io.github.vertexbridge.audit.Story;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ProjectId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "google-query",
    mixinStandardHelpOptions = true,
    description = {
      "Prints the filter that finds a call in Google Cloud Logging:",
      "gcloud logging read \"$(./bridge audit google-query ID --project P)\" --project P"
    })
final class AuditGoogleQueryCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CORRELATION_ID", converter = CorrelationIdConverter.class)
  private CorrelationId id = CorrelationId.fresh();

  @Option(
      names = "--project",
      required = true,
      paramLabel = "P",
      description = "The Google project that was called.")
  private String project = "";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "When the call began (RFC 3339): looks from a minute before to an hour after.")
  private Optional<Instant> at = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "DIR|FILE|URL|run",
      description = {
        "Where the call's audit lines are: the filter then finds Vertex jobs by their names too",
        "(default: lines are not read)."
      })
  private Optional<String> from = Optional.empty();

  @ParentCommand private AuditCommand audit = new AuditCommand();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Optional<ProjectId> known = ProjectId.parse(project);
    if (known.isEmpty()) {
      spec.commandLine().getErr().println("'" + project + "' is no id of a Google project");
      return 2;
    }
    try {
      List<AuditReader.Line> story =
          from.isPresent() ? Story.of(id, audit.open(from.get())) : List.of();
      spec.commandLine()
          .getOut()
          .print(CloudQueries.google(known.get(), id, GoogleTraces.of(story), at));
      spec.commandLine().getOut().flush();
      return 0;
    } catch (FailureException e) {
      return cannot(e.failure().seen() + " " + e.failure().remedy());
    } catch (IOException e) {
      return cannot(String.valueOf(e.getMessage()));
    }
  }

  private int cannot(String why) {
    spec.commandLine().getErr().println(why);
    return 2;
  }
}
