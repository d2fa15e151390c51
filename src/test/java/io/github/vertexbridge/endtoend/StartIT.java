package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.sandbox.World;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the app starts: from which policy, and what it says when it can't. */
class StartIT {

  @Test
  void start_whenThePolicyIsABlob_thenItIsReadWithTheManagedIdentity(@TempDir Path directory)
      throws Exception {
    RunningBridge.Variant variant =
        RunningBridge.Variant.STANDARD
            .withQueues()
            .with("BRIDGE_POLICY", RunningBridge.Variant.POLICY_BLOB);
    try (RunningBridge bridge =
        RunningBridge.start("policy-blob", directory, World.standard(), variant)) {
      bridge.ready();
      assertThat(bridge.generate().status()).isEqualTo(200);
    }
  }

  @Test
  void start_whenThePolicyFileIsWrong_thenStrangersGetA503AndTheLogSaysWhere(
      @TempDir Path directory) throws Exception {
    Path file = directory.resolve("broken.json");
    Files.writeString(file, "{\n  \"rules\": [ { \"nmae\": \"x\" } ]\n}\n");
    try (RunningBridge bridge =
        RunningBridge.start(
            "policy-broken",
            directory,
            World.standard(),
            RunningBridge.Variant.STANDARD.with("BRIDGE_POLICY", file.toString()))) {
      RunningBridge.Reply reply =
          bridge.until(bridge::generate, r -> r.body().contains("not configured"));

      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.reason()).isEqualTo("STARTING");
      assertThat(reply.body()).doesNotContain("nmae");
      assertThat(bridge.output("broken.json")).contains("nmae").contains("2");
    }
  }

  @Test
  void start_whenSettingsAreWrong_thenTheLogListsThemAllAndLiveStillAnswers(@TempDir Path directory)
      throws Exception {
    RunningBridge.Variant variant =
        RunningBridge.Variant.STANDARD
            .with("AZURE_CLIENT_ID", "nobody")
            .with("BRIDGE_TENANT_ID", "")
            .with("BRIDGE_WIF_PROVIDER", "projects/my-project/providers/x")
            .with("BRIDGE_STS_ENDPOINT", "http://sts.example")
            .with("BRIDGE_HOP_TIMEOUT", "soon");
    try (RunningBridge bridge =
        RunningBridge.start("settings-wrong", directory, World.standard(), variant)) {
      bridge.until(bridge::generate, reply -> reply.body().contains("not configured"));

      assertThat(bridge.send(bridge.request("/bridge/health/live").GET()).status()).isEqualTo(200);
      assertThat(bridge.send(bridge.request("/bridge/health/ready").GET()).status()).isEqualTo(503);
      assertThat(bridge.output("BRIDGE_TENANT_ID: found nothing"))
          .contains("5 wrong settings")
          .contains("AZURE_CLIENT_ID: found 'nobody'; expected");
    }
  }
}
