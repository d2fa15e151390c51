package io.github.vertexbridge.bridge;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.surface.Answers;
import io.github.vertexbridge.surface.Correlation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;

/** What triggers call: the bridge once it is there, a typed 503 until then. Thread safe. */
public final class Gateway {
  /** Shorter than the functionTimeout of host.json: beyond that the host restarts the JVM. */
  private static final Duration QUEUE_PATIENCE = Duration.ofMinutes(7);

  private final Startup startup;

  public Gateway(Startup startup) {
    this.startup = startup;
  }

  /** A call of the Vertex REST drop-in. */
  public Answer vertex(Inbound inbound) {
    return onceThere(inbound, (bridge, in) -> bridge.http().vertex(in));
  }

  /** A call by alias. */
  public Answer alias(Inbound inbound, String alias) {
    return onceThere(inbound, (bridge, in) -> bridge.http().alias(in, alias));
  }

  /**
   * What the doctor sees, for operators.
   *
   * @param request class of the platform's request object
   */
  public Answer doctor(Inbound inbound, String request) {
    return onceThere(inbound, (bridge, in) -> bridge.operators().doctor(in, request));
  }

  /** The status page, for operators. */
  public Answer status(Inbound inbound) {
    return onceThere(inbound, (bridge, in) -> bridge.operators().status(in));
  }

  /** A request that no function serves. */
  public Answer unmatched(Inbound inbound) {
    return onceThere(inbound, (bridge, in) -> bridge.http().unmatched(in));
  }

  /** 200 as long as the process answers. */
  public Answer live(Inbound inbound) {
    return health(inbound, 200, "live");
  }

  /** 200 when the bridge is there and holds a valid token, else 503. */
  public Answer ready(Inbound inbound) {
    return startup
        .bridge()
        .map(
            bridge ->
                bridge.ready() ? health(inbound, 200, "ready") : health(inbound, 503, "no-token"))
        .orElseGet(() -> health(inbound, 503, "starting"));
  }

  /**
   * A message of the queue {@code vertex-requests}. Returns when the message is done with; throws
   * when the host should bring it again.
   */
  public void queued(String message, String invocationId) {
    startup.await(QUEUE_PATIENCE).queue().handle(message, invocationId);
  }

  private Answer onceThere(Inbound inbound, BiFunction<Bridge, Inbound, Answer> call) {
    Optional<Bridge> bridge = startup.bridge();
    if (bridge.isPresent()) {
      return call.apply(bridge.get(), inbound);
    }
    Failure failure = startup.whyNot();
    return Answers.of(
        failure, Correlation.of(inbound.headers()), Optional.empty(), Optional.empty());
  }

  private static Answer health(Inbound inbound, int status, String state) {
    JsonObject body = new JsonObject();
    body.addProperty("status", state);
    return Answers.of(status, body, Correlation.of(inbound.headers()));
  }
}
