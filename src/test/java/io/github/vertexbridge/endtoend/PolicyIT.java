package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.vertexbridge.endtoend.RunningBridge.Reply;
import io.github.vertexbridge.sandbox.CallerTokenRequest;
import io.github.vertexbridge.sandbox.World;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The policy file while the app runs. */
class PolicyIT {
  private static final String FLASH = "publishers/google/models/gemini-2.5-flash";

  @TempDir private Path directory = Path.of("");

  private static String policy(String rules) {
    return "{\"rules\": [" + rules + "]}";
  }

  private static String rule(String name, String callers, String more) {
    return """
        {"name": "%s", "callers": %s,
         "allow": {"models": ["%s"], "actions": ["generateContent"], "residency": ["europe-*"]}%s}
        """
        .formatted(name, callers, FLASH, more);
  }

  private static final String INVOKE = "{\"roles\": [\"Bridge.Invoke\"]}";

  /** As deployments do it: the file is whole at every moment. */
  private Path write(String text) throws IOException {
    Path next = Files.writeString(directory.resolve("next.json"), text);
    return Files.move(
        next,
        directory.resolve("live.json"),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  private static Reply explain(RunningBridge bridge, String role, String query) {
    String token = bridge.sandbox().callerToken(CallerTokenRequest.withRoles(role));
    return bridge.send(
        bridge
            .request("/bridge/policy/explain" + query)
            .header("Authorization", "Bearer " + token)
            .GET());
  }

  private static Reply ready(RunningBridge bridge) {
    return bridge.send(bridge.request("/bridge/health/ready").GET());
  }

  private static JsonObject policyOf(Reply reply) {
    return reply.json().getAsJsonObject("policy");
  }

  @Test
  void reload_whenARuleChangesUnderLoad_thenItHoldsWithoutAFailedCallAndABrokenFileDoesNot()
      throws Exception {
    Path file = write(policy(rule("before", INVOKE, "")));
    RunningBridge.Variant variant =
        RunningBridge.Variant.STANDARD
            .with("BRIDGE_POLICY", file.toString())
            .with("BRIDGE_POLICY_RELOAD", "1");
    try (RunningBridge bridge =
        RunningBridge.start("policy-reload", directory, World.standard(), variant)) {
      bridge.ready();
      AtomicBoolean stop = new AtomicBoolean();
      AtomicInteger calls = new AtomicInteger();
      Queue<Reply> failed = new ConcurrentLinkedQueue<>();
      ExecutorService load = Executors.newFixedThreadPool(3);
      for (int i = 0; i < 3; i++) {
        load.execute(
            () -> {
              while (!stop.get()) {
                Reply reply = bridge.generate();
                calls.incrementAndGet();
                if (reply.status() != 200) {
                  failed.add(reply);
                }
              }
            });
      }
      Reply old = bridge.until(bridge::generate, r -> r.status() == 200);
      assertThat(old.header("x-bridge-rule")).isEqualTo("before");

      write(policy(rule("after", INVOKE, "")));
      Reply changed =
          bridge.until(bridge::generate, r -> r.header("x-bridge-rule").equals("after"));
      assertThat(changed.header("x-bridge-policy"))
          .matches("[0-9a-f]{12}")
          .isNotEqualTo(old.header("x-bridge-policy"));

      write(policy(rule("broken", INVOKE, ", \"nmae\": 1")));
      Reply stale = bridge.until(() -> ready(bridge), r -> r.body().contains("stale"));
      assertThat(stale.status()).isEqualTo(200);
      assertThat(policyOf(stale).get("version").getAsString())
          .isEqualTo(changed.header("x-bridge-policy"));
      assertThat(policyOf(stale).get("why").getAsString()).isEqualTo("invalid");
      assertThat(policyOf(stale).get("since").getAsString()).startsWith("20");
      assertThat(stale.body()).as("strangers learn no more").doesNotContain("nmae");
      assertThat(bridge.generate().header("x-bridge-rule")).isEqualTo("after");
      JsonObject refused =
          policyOf(explain(bridge, "Bridge.Operate", "")).getAsJsonObject("refused");
      assertThat(refused.get("why").getAsString()).contains("unknown key 'nmae'");
      assertThat(refused.get("since").getAsString()).startsWith("20");

      write(policy(rule("repaired", INVOKE, "")));
      bridge.until(bridge::generate, r -> r.header("x-bridge-rule").equals("repaired"));
      assertThat(policyOf(ready(bridge)).get("state").getAsString()).isEqualTo("ok");
      stop.set(true);
      load.shutdown();
      assertThat(load.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
      assertThat(failed).as("of " + calls.get() + " calls").isEmpty();
      assertThat(calls.get()).isGreaterThan(10);
    }
  }

  @Test
  void explain_whenAnOperatorAsks_thenTheDecisionWithEachRulesReason() throws Exception {
    String query =
        "?caller="
            + URLEncoder.encode("role=Bridge.Invoke,group=x", StandardCharsets.UTF_8)
            + "&call="
            + URLEncoder.encode(
                "generateContent " + FLASH + " us-central1", StandardCharsets.UTF_8);
    try (RunningBridge bridge =
        RunningBridge.start(
            "policy-explain",
            directory,
            World.standard(),
            RunningBridge.Variant.STANDARD.with(
                "BRIDGE_POLICY", write(policy(rule("only", INVOKE, ""))).toString()))) {
      bridge.ready();

      Reply reply = explain(bridge, "Bridge.Operate", query);

      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      JsonObject explanation = reply.json().getAsJsonObject("explanation");
      assertThat(explanation.get("allowed").getAsBoolean()).isFalse();
      assertThat(explanation.getAsJsonArray("rules").get(0).toString())
          .contains("only", "residency (europe-*) does not include us-central1");
      assertThat(explain(bridge, "Bridge.Invoke", query).status()).isEqualTo(403);
      assertThat(explain(bridge, "Bridge.Operate", "?caller=me&call=x").status()).isEqualTo(400);
      assertThat(bridge.send(bridge.request("/bridge/policy/explain").GET()).status())
          .isEqualTo(401);
    }
  }

  @Test
  void as_whenTwoRulesCallAsOtherAccounts_thenEachHasATokenOfItsOwn() throws Exception {
    String project = "@vertex-sandbox.iam.gserviceaccount.com";
    String rules =
        rule("one", "{\"roles\": [\"One\"]}", ", \"as\": \"vertex-bridge" + project + "\"")
            + ","
            + rule("two", "{\"roles\": [\"Two\"]}", ", \"as\": \"vertex-support" + project + "\"");
    try (RunningBridge bridge =
        RunningBridge.start(
            "policy-as",
            directory,
            World.standard(),
            RunningBridge.Variant.STANDARD.with(
                "BRIDGE_POLICY", write(policy(rules)).toString()))) {
      bridge.ready();
      for (String role : new String[] {"One", "Two", "One", "Two"}) {
        String token = bridge.sandbox().callerToken(CallerTokenRequest.withRoles(role));
        Reply reply =
            bridge.send(
                bridge
                    .request(RunningBridge.MODEL + ":generateContent")
                    .header("Authorization", "Bearer " + token),
                RunningBridge.HELLO);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      }

      assertThat(bridge.sandbox().counters().stsExchanges()).isEqualTo(1);
      assertThat(bridge.sandbox().counters().iamMints()).as("one an account").isEqualTo(2);
      assertThat(bridge.output("\"rule\":\"two\""))
          .containsPattern("\"rule\":\"one\".*vertex-bridge@vertex-sandbox")
          .containsPattern("\"rule\":\"two\".*vertex-support@vertex-sandbox");
    }
  }

  @Test
  void groups_whenTheTokenHasThem_thenTheirRuleHolds_andWhenTheyAreTooManyItSaysSo()
      throws Exception {
    String group = "1b2c3d4e-0000-4000-8000-000000000009";
    List<String> many =
        IntStream.range(0, 201).mapToObj("1b2c3d4e-0000-4000-8000-%012d"::formatted).toList();
    String rules = rule("members", "{\"groups\": [\"" + group + "\"]}", "");
    try (RunningBridge bridge =
        RunningBridge.start(
            "policy-groups",
            directory,
            World.standard(),
            RunningBridge.Variant.STANDARD.with(
                "BRIDGE_POLICY", write(policy(rules)).toString()))) {
      bridge.ready();

      Reply member = asMember(bridge, List.of(group));
      Reply other = asMember(bridge, List.of("1b2c3d4e-0000-4000-8000-000000000008"));
      Reply overage = asMember(bridge, many);

      assertThat(member.status()).as(member.body()).isEqualTo(200);
      assertThat(member.header("x-bridge-rule")).isEqualTo("members");
      assertThat(other.status()).isEqualTo(403);
      assertThat(overage.status()).isEqualTo(403);
      assertThat(overage.body()).contains("group");
    }
  }

  private static Reply asMember(RunningBridge bridge, List<String> groups) {
    String token =
        bridge.sandbox().callerToken(CallerTokenRequest.withRoles("Other").groups(groups));
    return bridge.send(
        bridge
            .request(RunningBridge.MODEL + ":generateContent")
            .header("Authorization", "Bearer " + token),
        RunningBridge.HELLO);
  }
}
