package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.queue.models.QueueMessageItem;
import com.google.gson.JsonObject;
import io.github.vertexbridge.sandbox.Fault;
import io.github.vertexbridge.sandbox.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages that can't be done: in poison with their cause, whole, for ever; nothing forged. */
class QueueIT {
  private static RunningBridge bridge;
  private static QueueMessages queue;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    bridge =
        RunningBridge.start(
                "queue",
                directory,
                World.standard(),
                RunningBridge.Variant.STANDARD.withQueues().with("BRIDGE_JOBS_ATTEMPTS", "2"))
            .ready();
    queue = new QueueMessages(bridge.queues());
  }

  @AfterAll
  static void stop() {
    if (bridge != null) {
      bridge.close();
    }
  }

  @AfterEach
  void mend() {
    bridge.sandbox().faults().clear();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "marker-no-json                                                      | QUEUE_MESSAGE_INVALID",
        "{\"marker\":\"no-id\",\"alias\":\"iris\",\"body\":{\"instances\":[]}} | QUEUE_MESSAGE_INVALID",
        "{\"DequeueCount\":\"marker\"}                                         | QUEUE_MESSAGE_INVALID",
        "{\"PopReceipt\":\"marker\",\"Id\":\"x\"}                              | QUEUE_MESSAGE_INVALID",
      })
  void message_whenUnusable_thenPoisonWithCauseAndNeverTriedAgain(String message, String code)
      throws Exception {
    queue.send(message);

    QueueMessageItem poison = queue.poison("marker");

    JsonObject cause = QueueMessages.cause(poison);
    assertThat(cause.get("code").getAsString()).isEqualTo(code);
    assertThat(cause.get("hop").getAsString()).isEqualTo("request");
    assertThat(poison.getExpirationTime())
        .isAfter(OffsetDateTime.now(java.time.ZoneOffset.UTC).plusYears(10));
    assertThat(QueueMessages.text(poison))
        .contains(message.strip().replace("\"", "\\\"")); // whole, as a JSON string
  }

  @Test
  void message_whenItsAliasIsNone_thenPoisonHasItsProducersId() throws Exception {
    String id = UUID.randomUUID().toString();
    queue.send("{\"id\":\"" + id + "\",\"alias\":\"marker\",\"body\":{\"instances\":[]}}");

    JsonObject cause = QueueMessages.cause(queue.poison(id));

    assertThat(cause.get("code").getAsString()).isEqualTo("ALIAS_UNKNOWN");
    assertThat(cause.get("hop").getAsString()).isEqualTo("request");
    assertThat(queue.result(id).get("status").getAsInt()).isEqualTo(404);
  }

  @Test
  void message_whenItComesTwice_thenVertexIsCalledOnce() throws Exception {
    long before = bridge.sandbox().counters().vertexRestCalls();
    String id = UUID.randomUUID().toString();
    String message =
        "{\"id\":\"" + id + "\",\"alias\":\"chat\",\"body\":" + RunningBridge.HELLO + "}";
    queue.send(message);
    queue.send(message);
    queue.send(message.replace("hello", "changed"));

    JsonObject result = queue.success(id);
    JsonObject cause = QueueMessages.cause(queue.poison(id));

    assertThat(result.get("id").getAsString()).isEqualTo(id);
    assertThat(cause.get("code").getAsString()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    assertThat(bridge.sandbox().counters().vertexRestCalls() - before).isEqualTo(1);
  }

  @Test
  void message_whenAHopFails_thenPoisonNamesItAndTheProducerHears() throws Exception {
    bridge.sandbox().faults().untilCleared("vertex", Fault.status(503, ""));
    String id = UUID.randomUUID().toString();
    queue.send("{\"id\":\"" + id + "\",\"alias\":\"chat\",\"body\":" + RunningBridge.HELLO + "}");

    JsonObject cause = QueueMessages.cause(queue.poison(id));
    JsonObject result = queue.result(id);

    assertThat(cause.get("hop").getAsString()).isEqualTo("vertex");
    assertThat(cause.get("code").getAsString()).isEqualTo("VERTEX_UNAVAILABLE");
    assertThat(result.get("status").getAsInt()).isEqualTo(503);
    assertThat(result.getAsJsonObject("error").get("status").getAsString())
        .isEqualTo("UNAVAILABLE");
  }

  @Test
  void message_whenVertexIsSlow_thenItIsRunOnce() throws Exception {
    bridge.sandbox().faults().add("vertex", Fault.delay(Duration.ofSeconds(12)), 1);
    long before = bridge.sandbox().counters().vertexRestCalls();
    String id = UUID.randomUUID().toString();
    queue.send("{\"id\":\"" + id + "\",\"alias\":\"chat\",\"body\":" + RunningBridge.HELLO + "}");

    JsonObject result = queue.result(id); // longer than visibilityTimeout: the host renews

    assertThat(result.get("status").getAsInt()).isEqualTo(200);
    assertThat(bridge.sandbox().counters().vertexRestCalls() - before).isEqualTo(1);
  }
}
