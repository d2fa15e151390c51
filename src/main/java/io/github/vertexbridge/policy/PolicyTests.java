package io.github.vertexbridge.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.ServiceAccount;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table of expected decisions that lies beside a policy file. Its form is {@code
 * policy-tests.schema.json}.
 *
 * @param tests in the order of the file
 */
public record PolicyTests(List<Expected> tests) {
  public PolicyTests {
    tests = List.copyOf(tests);
  }

  /**
   * One row.
   *
   * @param name what it is called
   * @param line where it stands, from 1
   * @param question the call
   * @param allowed what must be decided
   * @param rule by which rule, if that matters
   * @param as as whom, if that matters: an account, or nothing for the default
   */
  public record Expected(
      String name,
      int line,
      Question question,
      boolean allowed,
      Optional<String> rule,
      Optional<String> as) {

    /** What is decided instead, for people; empty if it is as expected. */
    public Optional<String> differs(Policy policy) {
      Decision seen = question.ask(policy).decision();
      String account = seen.as().map(ServiceAccount::value).orElse("");
      if (seen.allowed() != allowed) {
        return Optional.of(
            (allowed ? "expected to be allowed: " : "expected to be denied: ") + seen.reason());
      }
      if (rule.isPresent() && !rule.equals(seen.rule())) {
        return Optional.of(
            "expected by rule " + rule.get() + ", is by " + seen.rule().orElse("none"));
      }
      if (as.isPresent() && !as.get().equals(account)) {
        return Optional.of("expected as '" + as.get() + "', is as '" + account + "'");
      }
      return Optional.empty();
    }
  }

  /**
   * Reads a table.
   *
   * @throws PolicyException with every problem, not the first
   */
  public static PolicyTests parse(String json) throws PolicyException {
    SourceMap source = SourceMap.of(json);
    List<PolicyProblem> problems = new ArrayList<>(source.problems());
    List<Expected> tests = new ArrayList<>();
    Optional<JsonNode> tree = PolicyReader.tree(json);
    if (tree.isPresent()) {
      problems.addAll(PolicySchema.check(PolicySchema.TESTS, tree.get(), source));
      if (problems.isEmpty()) {
        JsonNode rows = tree.get().path("tests");
        for (int i = 0; i < rows.size(); i++) {
          PolicyProblem place = source.problem("/tests/" + i, "");
          try {
            tests.add(expected(rows.get(i), place.line()));
          } catch (IllegalArgumentException e) {
            problems.add(source.problem("/tests/" + i, String.valueOf(e.getMessage())));
          }
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new PolicyException(
          problems.stream().distinct().sorted(PolicyReader.IN_FILE_ORDER).toList());
    }
    return new PolicyTests(tests);
  }

  private static Expected expected(JsonNode row, int line) {
    Question question = Question.of(row.path("caller"), row.path("call"));
    JsonNode expect = row.path("expect");
    return new Expected(
        row.path("name").asText(question.label()),
        line,
        question,
        expect.path("allowed").asBoolean(),
        text(expect.path("rule")),
        text(expect.path("as")));
  }

  private static Optional<String> text(JsonNode value) {
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }
}
