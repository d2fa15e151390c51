package io.github.vertexbridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertexbridge.doctor.AppSettings;
import io.github.vertexbridge.doctor.Catalogue;
import io.github.vertexbridge.doctor.CataloguePage;
import io.github.vertexbridge.doctor.Deployment;
import io.github.vertexbridge.doctor.Doctor;
import io.github.vertexbridge.doctor.Entry;
import io.github.vertexbridge.doctor.Evidence;
import io.github.vertexbridge.doctor.Observed;
import io.github.vertexbridge.doctor.PolicyFile;
import io.github.vertexbridge.doctor.Report;
import io.github.vertexbridge.doctor.ReportJson;
import io.github.vertexbridge.doctor.Step;
import io.github.vertexbridge.policy.Policy;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./bridge doctor}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = {
      "Finds the first hop that fails, says why, and gives the command that mends it.",
      "Of files alone (--settings, --infra, --policy), or of a deployment (--url). With --infra it"
          + " also says in what deployment, policy and code differ. Changes nothing anywhere.",
      "Exits 0 if all is well, 1 if something is to be mended, 2 if it could not look at all that"
          + " was named."
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final String POLICY = "src/main/resources/policy.json";

  @Option(
      names = "--settings",
      paramLabel = "SETTINGS.json",
      description =
          "App settings: az functionapp config appsettings list -g GROUP -n APP > SETTINGS.json")
  private @Nullable Path settingsFile;

  @Option(
      names = "--infra",
      paramLabel = "EXPORT.json",
      description = "Made by terraform -chdir=infra output -json deployment > EXPORT.json")
  private @Nullable Path export;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "The policy file (" + POLICY + ").")
  private @Nullable Path policyFile;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A deployment to ask, for example https://bridge.azurewebsites.net")
  private @Nullable URI url;

  @Option(
      names = "--token-from",
      paramLabel = "FILE",
      description =
          "Holds an operator's token (role Bridge.Operate) for --url; - is standard input.")
  private @Nullable Path tokenFile;

  @Option(
      names = "--only",
      paramLabel = "HOP",
      description =
          "Only this; may be repeated: settings, managed-identity, sts, impersonation, vertex,"
              + " callers, storage, audit, configuration, platform.")
  private List<String> only = List.of();

  @Option(
      names = "--explain",
      paramLabel = "ID",
      description = "Prints a row of the failure catalogue, or all as Markdown.")
  private String explain = "";

  @Option(names = "--json", description = "One JSON object instead of text.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Fetch fetch;
  private final InstantSource clock;
  private final List<String> problems = new ArrayList<>();

  /**
   * @param fetch how {@code --url} is asked
   */
  public DoctorCommand(Fetch fetch, InstantSource clock) {
    this.fetch = fetch;
    this.clock = clock;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (!explain.isEmpty()) {
      return explain(out);
    }
    if (settingsFile == null && export == null && url == null) {
      throw new ParameterException(
          spec.commandLine(), "Name something to look at: --settings, --infra or --url");
    }
    Set<Step> steps = steps();
    Optional<Deployment> deployment = deployment();
    Optional<PolicyFile> policy = policy(deployment.isPresent());
    Optional<Observed> observed = observed();
    Evidence evidence =
        new Evidence(
            observed.map(Observed::at).orElseGet(clock::instant),
            settings(observed),
            deployment,
            policy,
            observed);
    Report report = new Doctor(Catalogue.load()).examine(evidence, steps);
    List<Difference> drift = steps.isEmpty() ? drift(deployment, policy) : List.of();
    out.print(json ? json(report, drift, policy) : text(report, drift, policy));
    out.flush();
    problems.forEach(spec.commandLine().getErr()::println);
    if (!problems.isEmpty()) {
      return 2;
    }
    return drift.isEmpty() ? report.exitCode() : 1;
  }

  private int explain(PrintWriter out) {
    Catalogue catalogue = Catalogue.load();
    if (explain.equals("all")) {
      out.print(CataloguePage.markdown(catalogue));
      out.flush();
      return 0;
    }
    Optional<Entry> entry = catalogue.find(explain);
    out.print(
        entry
            .map(CataloguePage::text)
            .orElse("no row " + explain + "; ./bridge doctor --explain all lists them\n"));
    out.flush();
    return entry.isPresent() ? 0 : 2;
  }

  private Set<Step> steps() {
    Set<Step> steps = EnumSet.noneOf(Step.class);
    for (String name : only) {
      steps.add(
          Step.parse(name)
              .orElseThrow(
                  () -> new ParameterException(spec.commandLine(), "--only: no step " + name)));
    }
    return steps;
  }

  private Optional<Deployment> deployment() {
    if (export == null) {
      return Optional.empty();
    }
    try {
      Deployment read = Deployment.parse(InputFile.read(export), export.toString());
      problems.addAll(read.problems());
      return Optional.of(read);
    } catch (IOException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<PolicyFile> policy(boolean wanted) {
    Path file = policyFile == null ? Path.of(POLICY) : policyFile;
    if (policyFile == null && (!wanted || !Files.exists(file))) {
      return Optional.empty();
    }
    try {
      PolicyFile read = PolicyFile.parse(InputFile.read(file), InputFile.quoted(file));
      read.problems().forEach(problem -> problems.add(file + ": " + problem));
      return Optional.of(read);
    } catch (IOException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<AppSettings> settings(Optional<Observed> observed) {
    if (settingsFile == null) {
      return observed.map(o -> new AppSettings(o.settings(), true));
    }
    try {
      return Optional.of(AppSettings.parse(InputFile.read(settingsFile), settingsFile.toString()));
    } catch (IOException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Observed> observed() {
    if (url == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(RemoteDoctor.ask(url, RemoteDoctor.token(tokenFile), fetch));
    } catch (IOException e) {
      problems.add(String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private List<Difference> drift(Optional<Deployment> deployment, Optional<PolicyFile> policy) {
    Optional<Policy> valid = policy.flatMap(PolicyFile::policy);
    return deployment.isEmpty() || valid.isEmpty()
        ? List.of()
        : Drift.between(
            deployment.get(), valid.get(), policyFile == null ? Path.of(POLICY) : policyFile);
  }

  private String text(Report report, List<Difference> drift, Optional<PolicyFile> policy) {
    StringBuilder text = new StringBuilder();
    for (Difference d : drift) {
      text.append("DRIFT ").append(d.check()).append(": ").append(d.what()).append('\n');
      text.append("  seen      ").append(d.seen()).append('\n');
      text.append("  expected  ").append(d.expected()).append('\n');
      text.append("  fix       ").append(d.fix()).append('\n');
    }
    if (export != null && policy.isPresent() && only.isEmpty()) {
      text.append(summary(drift, export, policy.get()));
    }
    return text.append(new ReportText(Ansi.AUTO).of(report)).toString();
  }

  private static String summary(List<Difference> drift, Path export, PolicyFile policy) {
    return drift.isEmpty()
        ? "no drift between " + export + " and " + policy.name() + "\n"
        : drift.size()
            + (drift.size() == 1 ? " difference" : " differences")
            + "; after fixing: terraform -chdir=infra output -json deployment > "
            + InputFile.quoted(export)
            + "\n";
  }

  private String json(Report report, List<Difference> drift, Optional<PolicyFile> policy) {
    ObjectNode tree = ReportJson.of(report);
    tree.put("ok", report.exitCode() == 0 && drift.isEmpty() && problems.isEmpty());
    policy
        .flatMap(PolicyFile::policy)
        .ifPresent(valid -> tree.put("policyVersion", valid.version()));
    ArrayNode differences = tree.putArray("differences");
    drift.forEach(difference -> differences.add(new ObjectMapper().valueToTree(difference)));
    problems.forEach(tree.putArray("problems")::add);
    return ReportJson.text(tree);
  }
}
