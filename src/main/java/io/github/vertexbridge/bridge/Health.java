package io.github.vertexbridge.bridge;

import com.google.gson.JsonObject;
import io.github.vertexbridge.audit.AuditState;
import io.github.vertexbridge.audit.Journal;
import io.github.vertexbridge.config.Settings;
import io.github.vertexbridge.jobs.Backlog;
import io.github.vertexbridge.telemetry.AppInsights;
import io.github.vertexbridge.telemetry.BodyLog;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** What {@code /bridge/health/ready} tells: it is open to all, so it says states, not causes. */
final class Health {
  private final BooleanSupplier token;
  private final CurrentPolicy policy;
  private final Journal journal;
  private final Supplier<Backlog> backlog;
  private final BodyLog bodies;
  private final Settings.Platform platform;

  /**
   * Asks these when it is asked.
   *
   * @param token whether a valid one is there
   * @param backlog how the queue stood at the last look, at most about a minute ago
   */
  Health(
      BooleanSupplier token,
      CurrentPolicy policy,
      Journal journal,
      Supplier<Backlog> backlog,
      BodyLog bodies,
      Settings.Platform platform) {
    this.token = token;
    this.policy = policy;
    this.journal = journal;
    this.backlog = backlog;
    this.bodies = bodies;
    this.platform = platform;
  }

  /** Whether calls can be served. */
  boolean ready() {
    return token.getAsBoolean();
  }

  JsonObject json() {
    JsonObject body = new JsonObject();
    body.addProperty("status", ready() ? "ready" : "no-token");
    CurrentPolicy.State state = policy.state();
    JsonObject file = new JsonObject();
    file.addProperty("state", state.refusal().isEmpty() ? "ok" : "stale");
    file.addProperty("version", state.policy().version());
    state
        .refusal()
        .ifPresent(
            refusal -> {
              file.addProperty("since", refusal.since().toString());
              file.addProperty("why", state.unreadable().isPresent() ? "unreadable" : "invalid");
            });
    body.add("policy", file);
    body.add("queue", queue(backlog.get()));
    body.add("audit", audit(journal.state()));
    body.add("telemetry", telemetry());
    bodies.on().ifPresent(end -> body.addProperty("bodiesLoggedUntil", end.toString()));
    return body;
  }

  /** In Azure an agent that is missing is a mistake; elsewhere it is usual. */
  private JsonObject telemetry() {
    boolean wanted = platform.agentEnabled() || platform.inAzure();
    JsonObject telemetry = new JsonObject();
    telemetry.addProperty(
        "agent", AppInsights.agentAttached() ? "attached" : wanted ? "missing" : "off");
    return telemetry;
  }

  private static JsonObject audit(AuditState state) {
    JsonObject audit = new JsonObject();
    audit.addProperty("state", state.failingSince().isPresent() ? "failing" : "ok");
    state.failingSince().ifPresent(since -> audit.addProperty("since", since.toString()));
    audit.addProperty("waiting", state.waiting());
    audit.addProperty("lost", state.lost());
    return audit;
  }

  private static JsonObject queue(Backlog backlog) {
    JsonObject queue = new JsonObject();
    queue.addProperty("waiting", backlog.waiting());
    queue.addProperty("oldestSeconds", backlog.oldest().toSeconds());
    queue.addProperty("running", backlog.running());
    queue.addProperty("poison", backlog.poison());
    return queue;
  }
}
