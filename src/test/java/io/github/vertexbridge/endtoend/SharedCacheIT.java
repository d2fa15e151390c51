package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.vertexbridge.sandbox.World;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The main job, with what the worker may put before the app's own classes. */
class SharedCacheIT {

  static Stream<RunningBridge.Variant> variants() {
    return Stream.of(
        new RunningBridge.Variant("2.9.0", List.of(), true, Map.of()),
        new RunningBridge.Variant("2.11.0", List.of("-XX:ActiveProcessorCount=4"), true, Map.of()));
  }

  @ParameterizedTest
  @MethodSource("variants")
  void httpAndQueue_whenCalled_thenOneExchangeAndOneMintForAll(
      RunningBridge.Variant variant, @TempDir Path directory) throws Exception {
    try (RunningBridge bridge =
        RunningBridge.start(
            "shared-cache-" + variant.gson(), directory, World.standard(), variant)) {
      bridge.ready();
      QueueMessages queue = new QueueMessages(bridge.queues());
      String id = UUID.randomUUID().toString();

      RunningBridge.Reply text = bridge.generate();
      RunningBridge.Reply rows = bridge.post("/bridge/predict/iris", RunningBridge.ROWS);
      queue.send("{\"id\":\"" + id + "\",\"alias\":\"iris\",\"body\":" + RunningBridge.ROWS + "}");
      JsonObject result = queue.result(id);

      assertThat(text.status()).as(text.body()).isEqualTo(200);
      assertThat(text.json().getAsJsonObject("usageMetadata").get("totalTokenCount").getAsInt())
          .isPositive();
      assertThat(rows.status()).as(rows.body()).isEqualTo(200);
      assertThat(rows.header("x-bridge-rule")).isEqualTo("invoke-role");
      assertThat(rows.json().getAsJsonArray("predictions").toString()).contains("setosa");
      assertThat(result.get("status").getAsInt()).as(result.toString()).isEqualTo(200);
      assertThat(result.getAsJsonObject("body").getAsJsonArray("predictions"))
          .isEqualTo(rows.json().getAsJsonArray("predictions"));
      assertThat(result.get("correlationId").getAsString()).matches("[A-Za-z0-9_-]{16,64}");
      assertThat(bridge.sandbox().counters().stsRequests()).isEqualTo(1);
      assertThat(bridge.sandbox().counters().iamRequests()).isEqualTo(1);
      assertThat(bridge.sandbox().counters().vertexGrpcCalls()).isEqualTo(2);
    }
  }
}
