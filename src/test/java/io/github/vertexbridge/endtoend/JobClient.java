package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.vertexbridge.endtoend.RunningBridge.Reply;
import io.github.vertexbridge.sandbox.CallRecord;
import io.github.vertexbridge.sandbox.CallerTokenRequest;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A caller of {@code /bridge/jobs}, and the operator who looks after it. */
final class JobClient {
  private static final Pattern CORRELATION = Pattern.compile("corr=([A-Za-z0-9_-]+)");
  private static final Set<String> ENDED = Set.of("succeeded", "failed", "cancelled");
  private static final long MINUTES = 60_000_000_000L;

  private final RunningBridge bridge;
  private final String token;
  private final String operator;
  private final Map<Long, String> seen = new HashMap<>();

  JobClient(RunningBridge bridge, String caller) {
    this.bridge = bridge;
    token =
        bridge.sandbox().callerToken(CallerTokenRequest.withRoles("Bridge.Invoke").caller(caller));
    operator =
        bridge
            .sandbox()
            .callerToken(CallerTokenRequest.withRoles("Bridge.Operate").caller("operator-app"));
  }

  JobClient(RunningBridge bridge) {
    this(bridge, "support-app");
  }

  String operatorToken() {
    return operator;
  }

  Reply submit(String key, String json) {
    return bridge.send(
        bridge
            .request("/bridge/jobs")
            .header("Authorization", "Bearer " + token)
            .header("Idempotency-Key", key)
            .header("x-bridge-correlation-id", correlationId(key)),
        json);
  }

  static String correlationId(String key) {
    return "correlation-of-" + key;
  }

  /** A job that generates content; its id. */
  String submit(String key) {
    Reply reply =
        submit(key, "{\"kind\":\"call\",\"alias\":\"chat\",\"body\":" + RunningBridge.HELLO + "}");
    assertThat(reply.status()).as(reply.body()).isEqualTo(202);
    return reply.json().get("id").getAsString();
  }

  /** The same, as often as it takes: the host may be gone at any time. */
  String submitUntilHeard(String key) {
    long end = System.nanoTime() + MINUTES;
    while (true) {
      try {
        Reply reply =
            submit(
                key, "{\"kind\":\"call\",\"alias\":\"chat\",\"body\":" + RunningBridge.HELLO + "}");
        if (reply.status() == 202) {
          return reply.json().get("id").getAsString();
        }
        assertThat(reply.status()).as(reply.body()).isIn(429, 503);
      } catch (UncheckedIOException e) {
        assertThat(System.nanoTime()).as("no host: " + e.getMessage()).isLessThan(end);
      }
      LockSupport.parkNanos(50_000_000);
    }
  }

  Reply get(String path) {
    return bridge.send(bridge.request(path).header("Authorization", "Bearer " + token).GET());
  }

  Reply delete(String path) {
    return bridge.send(bridge.request(path).header("Authorization", "Bearer " + token).DELETE());
  }

  Reply operate(String method, String path) {
    return bridge.send(
        bridge
            .request(path)
            .header("Authorization", "Bearer " + operator)
            .method(method, java.net.http.HttpRequest.BodyPublishers.noBody()));
  }

  JsonObject job(String id) {
    Reply reply = get("/bridge/jobs/" + id);
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    return reply.json();
  }

  /** The job once it has ended. */
  JsonObject ended(String id) {
    return bridge.until(() -> get("/bridge/jobs/" + id), reply -> hasEnded(reply.json())).json();
  }

  static boolean hasEnded(JsonObject job) {
    return job.has("state") && ENDED.contains(job.get("state").getAsString());
  }

  static String state(JsonObject job) {
    return job.get("state").getAsString();
  }

  /**
   * Calls that reached Vertex, by correlation id. The sandbox remembers the last thousand: to be
   * asked often enough.
   */
  Map<String, Integer> vertexCalls() {
    for (CallRecord call : bridge.sandbox().calls()) {
      Matcher matcher = CORRELATION.matcher(call.header("user-agent").orElse(""));
      seen.put(call.number(), matcher.find() ? matcher.group(1) : "");
    }
    Map<String, Integer> calls = new HashMap<>();
    seen.values().forEach(id -> calls.merge(id, 1, Integer::sum));
    return calls;
  }
}
