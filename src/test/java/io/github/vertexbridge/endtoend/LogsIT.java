package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.sandbox.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The app's log by its settings. */
class LogsIT {
  @Test
  void json_thenEachLineIsAnObjectAndThoseOfACallHaveItsId(@TempDir Path directory)
      throws Exception {
    Instant until = Instant.now().plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS);
    RunningBridge.Variant variant =
        RunningBridge.Variant.STANDARD
            .with("BRIDGE_LOG_FORMAT", "json")
            .with("BRIDGE_LOG_LEVEL", "info")
            .with("BRIDGE_LOG_BODIES_UNTIL", until.toString());
    try (RunningBridge bridge =
        RunningBridge.start("logs-json", directory, World.standard(), variant).ready()) {
      RunningBridge.Reply reply = bridge.generate();
      String id = reply.header("x-bridge-correlation-id");

      assertThat(reply.status()).isEqualTo(200);
      List<JsonObject> lines = lines(bridge.output("answer, "));
      assertThat(lines)
          .filteredOn(line -> line.toString().contains(id))
          .extracting(line -> line.get("loggerName").getAsString())
          .contains("bridge.body", "bridge.call");
      assertThat(lines)
          .filteredOn(line -> line.get("loggerName").getAsString().equals("bridge.body"))
          .filteredOn(line -> line.get("formattedMessage").getAsString().startsWith("request"))
          .allSatisfy(
              line ->
                  assertThat(line.get("formattedMessage").getAsString())
                      .contains("\"text\":\"[5 characters]\"")
                      .doesNotContain("hello"))
          .hasSize(1);
      assertThat(bridge.send(bridge.request("/bridge/health/ready").GET()).body())
          .contains("\"bodiesLoggedUntil\":\"" + until + "\"");
    }
  }

  /** All that the app printed; the host's own lines are no objects. */
  private static List<JsonObject> lines(String output) {
    return output
        .lines()
        .filter(line -> line.startsWith("{"))
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .toList();
  }
}
