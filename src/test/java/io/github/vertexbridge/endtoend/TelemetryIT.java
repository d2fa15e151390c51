package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.sandbox.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the real Application Insights agent, attached to the app, sends for its calls. */
class TelemetryIT {
  private static final Path AGENT = Path.of("target/agent/applicationinsights-agent.jar");

  /** The agent's settings as the infrastructure has them, but for its calls to other hosts. */
  private static final Path SETTINGS = Path.of("infra/tests/samples/impersonate.json");

  private static final String CONTENT = "APPLICATIONINSIGHTS_CONFIGURATION_CONTENT";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String REST = "restCall0123456789abcdef";
  private static final String GRPC = "grpcCall0123456789abcdef";
  private static final String DENIED = "denied0123456789abcdef00";

  private static IngestionEndpoint ingestion;
  private static RunningBridge bridge;
  private static RunningBridge.Reply answered;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    ingestion = new IngestionEndpoint();
    RunningBridge.Variant variant =
        new RunningBridge.Variant(
                "2.9.0", List.of("-javaagent:" + AGENT.toAbsolutePath()), false, Map.of())
            .with("APPLICATIONINSIGHTS_CONNECTION_STRING", ingestion.connectionString())
            .with("APPLICATIONINSIGHTS_SAMPLING_PERCENTAGE", "100")
            .with("APPLICATIONINSIGHTS_STATSBEAT_DISABLED", "true")
            .with(CONTENT, configuration());
    bridge = RunningBridge.start("telemetry", directory, World.standard(), variant).ready();
    answered = call(RunningBridge.MODEL + ":generateContent", REST, RunningBridge.HELLO);
    call("/bridge/predict/iris", GRPC, RunningBridge.ROWS);
    call(RunningBridge.MODEL.replace("flash", "pro") + ":generateContent", DENIED, "{}");
    for (String id : List.of(REST, GRPC, DENIED)) {
      awaitRequest(id);
    }
  }

  @AfterAll
  static void stop() {
    if (bridge != null) {
      bridge.close();
    }
    ingestion.close();
  }

  private static String configuration() throws IOException {
    JsonObject settings = JsonParser.parseString(Files.readString(SETTINGS)).getAsJsonObject();
    JsonObject content = JsonParser.parseString(setting(settings)).getAsJsonObject();
    JsonObject off = new JsonObject();
    off.addProperty("enabled", false);
    content.getAsJsonObject("preview").add("liveMetrics", off);
    return content.toString();
  }

  private static String setting(JsonObject settings) {
    return settings.getAsJsonObject("app_settings").get(CONTENT).getAsString();
  }

  private static RunningBridge.Reply call(String path, String id, String body) {
    return bridge.send(
        bridge
            .request(path)
            .header("Authorization", "Bearer " + bridge.token())
            .header("x-bridge-correlation-id", id),
        body);
  }

  /** The agent sends about every five seconds, a request after what was done for it. */
  private static void awaitRequest(String id) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (ofCall(id).stream().noneMatch(item -> type(item).equals("RequestData"))) {
      assertThat(System.nanoTime()).as("no request of " + id).isLessThan(end);
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  private static String type(JsonObject envelope) {
    return envelope.getAsJsonObject("data").get("baseType").getAsString();
  }

  private static JsonObject data(JsonObject envelope) {
    return envelope.getAsJsonObject("data").getAsJsonObject("baseData");
  }

  private static String text(JsonObject object, String name) {
    JsonElement value = object.get(name);
    return value == null ? "" : value.getAsString();
  }

  private static String operation(JsonObject envelope) {
    return text(envelope.getAsJsonObject("tags"), "ai.operation.id");
  }

  private static String correlationId(JsonObject envelope) {
    JsonObject properties = data(envelope).getAsJsonObject("properties");
    return properties == null ? "" : text(properties, "bridge.correlation_id");
  }

  /** Every item whose operation is that of the request with this id. */
  private static List<JsonObject> ofCall(String id) {
    List<JsonObject> all = ingestion.envelopes();
    return all.stream()
        .filter(item -> correlationId(item).equals(id))
        .map(TelemetryIT::operation)
        .findFirst()
        .map(operation -> all.stream().filter(item -> operation(item).equals(operation)).toList())
        .orElse(List.of());
  }

  private static List<String> dependencies(List<JsonObject> items) {
    return items.stream()
        .filter(item -> type(item).equals("RemoteDependencyData"))
        .map(item -> text(data(item), "name"))
        .toList();
  }

  @Test
  void call_thenOneOperationFromTheRequestToVertexWithTheCallersIdOnEveryItem() {
    List<JsonObject> items = ofCall(REST);

    assertThat(answered.status()).isEqualTo(200);
    assertThat(items).extracting(TelemetryIT::correlationId).containsOnly(REST);
    assertThat(items)
        .extracting(TelemetryIT::type)
        .contains("RequestData", "RemoteDependencyData", "EventData", "MessageData");
    assertThat(dependencies(items))
        .filteredOn(name -> name.endsWith(":generateContent"))
        .as("Vertex, once")
        .hasSize(1);
    assertThat(items)
        .filteredOn(item -> type(item).equals("EventData"))
        .extracting(item -> text(data(item), "name"))
        .containsExactly("bridge.call");
  }

  @Test
  void call_whenItGoesOverGrpc_thenTheSame() {
    List<JsonObject> items = ofCall(GRPC);

    assertThat(items).extracting(TelemetryIT::correlationId).containsOnly(GRPC);
    assertThat(dependencies(items)).filteredOn(name -> name.endsWith("/Predict")).hasSize(1);
  }

  @Test
  void call_whenItIsDenied_thenAnEventSaysSo() {
    assertThat(ofCall(DENIED)).extracting(TelemetryIT::correlationId).containsOnly(DENIED);
    assertThat(ofCall(DENIED))
        .filteredOn(item -> type(item).equals("MessageData"))
        .extracting(item -> text(data(item).getAsJsonObject("properties"), "correlationId"))
        .as("lines of the log")
        .containsOnly(DENIED);
    assertThat(ofCall(DENIED))
        .filteredOn(item -> type(item).equals("EventData"))
        .extracting(item -> text(data(item), "name"))
        .containsExactly("bridge.call", "bridge.denial");
  }

  @Test
  void start_thenEachIdentityHopIsOneDependency() {
    List<String> all = dependencies(ingestion.envelopes());

    for (String hop : List.of("/msi/token", "/v1/token", ":generateAccessToken")) {
      assertThat(all).as(hop).filteredOn(name -> name.endsWith(hop)).hasSize(1);
    }
  }

  @Test
  void health_thenItSaysThatTheAgentIsAttached() {
    assertThat(bridge.send(bridge.request("/bridge/health/ready").GET()).body())
        .contains("\"telemetry\":{\"agent\":\"attached\"}");
  }

  @Test
  void items_thenNoneHoldsATokenOrAPrompt() {
    assertThat(ingestion.envelopes().toString()).doesNotContain("eyJ", "ya29.", "\"hello\"");
  }
}
