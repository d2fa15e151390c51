package io.github.vertexbridge.cli;

import static io.github.vertexbridge.cli.Commands.POLICY;
import static io.github.vertexbridge.cli.Commands.run;
import static io.github.vertexbridge.cli.Commands.write;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.vertexbridge.cli.Commands.Run;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./bridge policy explain}, {@code diff} and {@code test}. */
class PolicyToolsTest {
  private static final String TABLE =
      """
      {
        "tests": [
          { "name": "support may chat",
            "caller": { "roles": ["Team.Support"] },
            "call": { "action": "generateContent", "alias": "chat" },
            "expect": { "allowed": true, "rule": "support",
                        "as": "vertex-support@my-vertex-project.iam.gserviceaccount.com" } },
          { "caller": { "queue": "vertex-requests" },
            "call": { "action": "generateContent", "alias": "chat" },
            "expect": { "allowed": false } }
        ]
      }
      """;

  @TempDir private Path folder = Path.of("");

  /** The default policy, which the demo ran with. */
  private static String demoPolicy() throws IOException {
    return Files.readString(Path.of("src/main/resources/policy.json"));
  }

  private Run diff(String before, String after, String... more) throws IOException {
    Path lines = folder.resolve("audit/2026/demo.log");
    Files.createDirectories(lines.getParent());
    try (var in = PolicyToolsTest.class.getResourceAsStream("demo.log")) {
      Files.writeString(lines, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    String[] arguments = {
      "diff",
      write(folder, "old.json", before).toString(),
      write(folder, "new.json", after).toString(),
      "--audit",
      folder.resolve("audit").toString()
    };
    String[] all = new String[arguments.length + more.length];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return run(new PolicyCommand(), all);
  }

  @Test
  void explain_thenDecisionReasonAndExitCode() throws IOException {
    String file = write(folder, "p.json", POLICY).toString();

    Run allowed =
        run(
            new PolicyCommand(),
            "explain",
            file,
            "--caller",
            "role=Team.Support",
            "--call",
            "generateContent chat");
    Run denied =
        run(
            new PolicyCommand(),
            "explain",
            file,
            "--caller",
            "role=Team.Sales",
            "--call",
            "generateContent chat",
            "--json");

    assertThat(allowed.exit()).isZero();
    assertThat(allowed.out()).startsWith("allowed").contains("rule support: matches");
    assertThat(denied.exit()).isEqualTo(1);
    assertThat(new ObjectMapper().readTree(denied.out()).at("/rules/0/whyNot").asText())
        .contains("the caller has role Team.Sales");
  }

  @Test
  void explain_whenItIsNoQuestion_thenSaysSoAndExits2() throws IOException {
    Run run =
        run(
            new PolicyCommand(),
            "explain",
            write(folder, "p.json", POLICY).toString(),
            "--caller",
            "me",
            "--call",
            "generateContent chat");

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.err()).contains("'me' is no part of a caller", "role=NAME");
  }

  @Test
  void check_whenThereAreWarnings_thenPrintedAndExits0() throws IOException {
    String wide =
        POLICY.replace(
            "[\"chat\"], \"actions\": [\"generateContent\"]",
            "[\"publishers/*/models/*\"], \"actions\": [\"generateContent\"]");

    Run run = run(new PolicyCommand(), "check", write(folder, "p.json", wide).toString());
    Run json = run(new PolicyCommand(), "check", folder.resolve("p.json").toString(), "--json");

    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("p.json:8:18: warning: $.rules[0].allow.models: 'publishers/*/models/*'")
        .contains("1 warning")
        .contains("no problems");
    assertThat(new ObjectMapper().readTree(json.out()).path("warnings")).hasSize(1);
  }

  @Test
  void diff_whenARuleLosesAnAction_thenExactlyTheDemosCallsThatChange() throws IOException {
    String after =
        demoPolicy()
            .replace("\"generateContent\", \"streamGenerateContent\"", "\"streamGenerateContent\"");

    Run run = diff(demoPolicy(), after, "--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(1);
    JsonNode found = new ObjectMapper().readTree(run.out());
    assertThat(found.path("calls").asInt()).isEqualTo(3);
    assertThat(found.path("changes")).hasSize(1);
    JsonNode change = found.path("changes").get(0);
    assertThat(change.path("call").asText()).contains("generateContent publishers/google");
    assertThat(change.at("/old/allowed").asBoolean()).isTrue();
    assertThat(change.at("/new/reason").asText()).contains("its actions do not include");
  }

  @Test
  void diff_whenTheQueueGetsAnAccount_thenItsCallChanges() throws IOException {
    String after =
        demoPolicy()
            .replace(
                "\"name\": \"queue-requests\",",
                "\"name\": \"queue-requests\", \"as\": \"sa@my-project.iam.gserviceaccount.com\",");

    Run run = diff(demoPolicy(), after);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("queue:vertex-requests predict iris", "as sa@my-project", "1 of 3 calls change");
  }

  @Test
  void diff_whenOnlyANameChanges_thenNoCallChanges() throws IOException {
    Run run = diff(demoPolicy(), demoPolicy().replace("invoke-role", "other-name"));

    assertThat(run.exit()).isZero();
    assertThat(run.out())
        .contains("0 of 3 calls change", "2 more are allowed by a rule of another");
  }

  @Test
  void test_whenAllIsAsExpected_thenExits0() throws IOException {
    Run run = test(POLICY, TABLE);

    assertThat(run.exit()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("2 of 2 as expected");
  }

  @Test
  void test_whenSomeIsNot_thenLineNameAndReasonAndExits1() throws IOException {
    Run run = test(POLICY.replace("countTokens", "generateContent"), TABLE);

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out())
        .contains("table.json:8: queue:vertex-requests generateContent chat: expected to be denied")
        .contains("1 of 2 as expected");
  }

  @Test
  void test_whenTheTableIsWrong_thenItsProblems() throws IOException {
    Run run = test(POLICY, TABLE.replace("\"alias\": \"chat\" }", "\"model\": \"chat\" }"));

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("table.json:3:", "$.tests[0]", "2 problems");
  }

  private Run test(String policy, String table) throws IOException {
    return run(
        new PolicyCommand(),
        "test",
        write(folder, "p.json", policy).toString(),
        write(folder, "table.json", table).toString());
  }
}
