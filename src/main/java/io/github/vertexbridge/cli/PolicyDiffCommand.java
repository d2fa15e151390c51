package io.github.vertexbridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.cli.RecordedCalls.Recorded;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.policy.PolicyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
    name = "diff",
    mixinStandardHelpOptions = true,
    description = {
      "Decides recorded calls again, by two policy files, and says which of them would change.",
      "A call changes if it is allowed by one and denied by the other, or made as another account.",
      "Exits 0 if none changes, 1 if some do or a file is refused, 2 if a file cannot be read."
    })
final class PolicyDiffCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "OLD", description = "The policy file in force.")
  private Path oldFile = Path.of("");

  @Parameters(index = "1", paramLabel = "NEW", description = "The policy file to come.")
  private Path newFile = Path.of("");

  @Option(
      names = "--audit",
      required = true,
      paramLabel = "DIR|FILE|URL|run",
      description = "Audit lines, or the app's log; run: the lines of ./bridge run.")
  private String audit = "";

  @Option(names = "--json", description = "JSON instead of text.")
  private boolean json;

  @ParentCommand private PolicyCommand policy = new PolicyCommand();

  @Spec private CommandSpec spec = CommandSpec.create();

  /** A call, as it is decided by both. */
  private record Change(Recorded call, Decision before, Decision after) {
    static boolean isOne(Decision before, Decision after) {
      return before.allowed() != after.allowed() || !before.as().equals(after.as());
    }
  }

  /** What was found. */
  private static final class Findings {
    private final List<Change> changes = new ArrayList<>();
    private long calls;
    private long otherRules;
  }

  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    Path reading = oldFile;
    try {
      Policy before = Policy.parse(InputFile.read(oldFile));
      reading = newFile;
      Policy after = Policy.parse(InputFile.read(newFile));
      RecordedCalls recorded = new RecordedCalls();
      Findings found = new Findings();
      recorded.read(policy.open(audit), call -> compare(call, before, after, found));
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        printJson(found, recorded.incomplete(), before, after, out);
      } else {
        print(found, recorded.incomplete(), before, after, out);
      }
      out.flush();
      return found.changes.isEmpty() ? 0 : 1;
    } catch (PolicyException e) {
      PolicyCheckCommand.print(e, reading, err);
      return 1;
    } catch (FailureException e) {
      err.println(e.failure().seen() + " " + e.failure().remedy());
      return 2;
    } catch (IOException e) {
      err.println(e.getMessage());
      return 2;
    }
  }

  private static void compare(Recorded call, Policy before, Policy after, Findings found) {
    Decision old = call.question().ask(before).decision();
    Decision next = call.question().ask(after).decision();
    found.calls++;
    if (Change.isOne(old, next)) {
      found.changes.add(new Change(call, old, next));
    } else if (old.allowed() && !old.rule().equals(next.rule())) {
      found.otherRules++;
    }
  }

  private static void print(
      Findings found, long incomplete, Policy before, Policy after, PrintWriter out) {
    for (Change change : found.changes) {
      out.printf(
          "%s %s %s%n",
          change.call().time(), change.call().correlationId(), change.call().question().label());
      out.println("  - " + words(change.before()));
      out.println("  + " + words(change.after()));
    }
    out.printf(
        "%d of %d calls change from policy %s to %s%n",
        found.changes.size(), found.calls, before.version(), after.version());
    if (found.otherRules > 0) {
      out.printf("%d more are allowed by a rule of another name%n", found.otherRules);
    }
    if (incomplete > 0) {
      out.printf("%d had nothing to decide on%n", incomplete);
    }
  }

  private static String words(Decision decision) {
    return (decision.allowed() ? "allowed: " : "denied: ") + decision.reason();
  }

  private static void printJson(
      Findings found, long incomplete, Policy before, Policy after, PrintWriter out)
      throws IOException {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("old", before.version());
    all.put("new", after.version());
    all.put("calls", found.calls);
    all.put("otherRules", found.otherRules);
    all.put("incomplete", incomplete);
    all.put("changes", found.changes.stream().map(PolicyDiffCommand::map).toList());
    out.println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(all));
  }

  private static Map<String, Object> map(Change change) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("time", change.call().time());
    map.put("correlationId", change.call().correlationId());
    map.put("call", change.call().question().label());
    map.put("old", map(change.before()));
    map.put("new", map(change.after()));
    return map;
  }

  private static Map<String, Object> map(Decision decision) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("allowed", decision.allowed());
    decision.rule().ifPresent(rule -> map.put("rule", rule));
    decision.as().map(ServiceAccount::value).ifPresent(as -> map.put("as", as));
    map.put("reason", decision.reason());
    return map;
  }
}
