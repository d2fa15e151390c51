package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonPrimitive;
import io.github.vertexbridge.sandbox.Counters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Infrastructure and app fit: what Terraform gives out, unchanged, makes the chain work. */
class TerraformOutputsIT {
  private static final String OBJECT_ID = "0b1ec700-0000-4000-8000-00000000000a";
  private static final String SOMEBODY_ELSE = "0b1ec700-0000-4000-8000-0000000000ff";
  private static final String ACCOUNT = "vertex-bridge@my-vertex-project.iam.gserviceaccount.com";

  private static RunningBridge start(String name, Path directory, Deployed deployed)
      throws Exception {
    return RunningBridge.start(
        "terraform-" + name, directory, deployed.world(), deployed.variant());
  }

  private static RunningBridge.Reply generate(RunningBridge bridge, Deployed deployed) {
    return bridge.post(
        RunningBridge.MODEL.replace("vertex-sandbox", deployed.project()) + ":generateContent",
        RunningBridge.HELLO);
  }

  @ParameterizedTest
  @CsvSource({"impersonate,1", "direct,0"})
  void chain_whenConfiguredWithTheOutputsOfASample_thenWorks(
      String sample, long mints, @TempDir Path directory) throws Exception {
    Deployed deployed = Deployed.sample(sample);
    try (RunningBridge bridge = start(sample, directory, deployed)) {
      bridge.ready();

      RunningBridge.Reply reply = generate(bridge, deployed);

      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      Counters counters = bridge.sandbox().counters();
      assertThat(counters.stsRequests()).isEqualTo(1);
      assertThat(counters.iamMints()).isEqualTo(mints);
      assertThat(bridge.sandbox().calls())
          .singleElement()
          .satisfies(
              call ->
                  assertThat(call.principal())
                      .contains(
                          mints == 0
                              ? deployed.at("deployment", "principal").getAsString()
                              : "serviceAccount:" + ACCOUNT));
    }
  }

  @Test
  void chain_whenARuleNamesAnAccountOfTheSample_thenCallsGoAsIt(@TempDir Path directory)
      throws Exception {
    Deployed deployed = Deployed.sample("policy");
    Path policy =
        Files.writeString(
            directory.resolve("policy.json"),
            """
            { "rules": [ { "name": "support", "callers": { "roles": ["Bridge.Invoke"] },
                "allow": { "models": ["publishers/google/models/gemini-*"],
                           "actions": ["generateContent"], "residency": ["europe-*"] },
                "as": "vertex-support@my-vertex-project.iam.gserviceaccount.com" } ] }
            """);
    RunningBridge.Variant variant =
        deployed.variant().with("BRIDGE_POLICY", policy.toAbsolutePath().toString());
    try (RunningBridge bridge =
        RunningBridge.start("terraform-policy", directory, deployed.world(), variant)) {
      bridge.ready();

      RunningBridge.Reply reply = generate(bridge, deployed);

      assertThat(reply.status()).as(reply.body()).isEqualTo(200);
      assertThat(bridge.sandbox().calls().get(0).principal())
          .contains("serviceAccount:vertex-support@my-vertex-project.iam.gserviceaccount.com");
    }
  }

  static Stream<Arguments> wrongSubjects() {
    return Stream.of(
        wrong(
            "impersonate",
            "sts",
            deployed ->
                deployed
                    .at("deployment", "google", "provider")
                    .getAsJsonObject()
                    .addProperty(
                        "attributeCondition",
                        deployed
                            .at("deployment", "google", "provider", "attributeCondition")
                            .getAsString()
                            .replace(OBJECT_ID, SOMEBODY_ELSE))),
        wrong(
            "impersonate",
            "impersonation",
            deployed ->
                somebodyElse(
                    deployed,
                    "deployment",
                    "google",
                    "serviceAccounts",
                    ACCOUNT,
                    "bindings",
                    "0",
                    "members")),
        wrong(
            "direct",
            "vertex",
            deployed ->
                somebodyElse(deployed, "deployment", "google", "projectBindings", "0", "members")));
  }

  private static Arguments wrong(String sample, String hop, Consumer<Deployed> change) {
    return Arguments.of(sample, hop, change);
  }

  private static void somebodyElse(Deployed deployed, String... members) {
    JsonArray array = deployed.at(members).getAsJsonArray();
    String wrong = array.get(0).getAsString().replace(OBJECT_ID, SOMEBODY_ELSE);
    assertThat(wrong).contains(SOMEBODY_ELSE);
    array.set(0, new JsonPrimitive(wrong));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("wrongSubjects")
  void chain_whenTheSampleNamesAnotherSubject_thenFailsAtThatHop(
      String sample, String hop, Consumer<Deployed> change, @TempDir Path directory)
      throws Exception {
    Deployed deployed = Deployed.sample(sample);
    change.accept(deployed);
    try (RunningBridge bridge = start("wrong-" + hop, directory, deployed)) {
      RunningBridge.Reply reply =
          bridge.until(
              () -> generate(bridge, deployed),
              answer -> answer.status() == 200 || !answer.hop().isEmpty());

      assertThat(reply.status()).as(reply.body()).isNotEqualTo(200);
      assertThat(reply.hop()).as(reply.body()).isEqualTo(hop);
      assertThat(bridge.sandbox().counters().vertexRestCalls())
          .isEqualTo(hop.equals("vertex") ? 1 : 0);
    }
  }
}
