package io.github.vertexbridge.bridge;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.surface.Answers;
import io.github.vertexbridge.surface.Correlation;
import io.github.vertexbridge.surface.Surface;
import io.github.vertexbridge.surface.Told;
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

  /** A call whose body is bytes. */
  public Answer raw(Inbound inbound) {
    return onceThere(inbound, (bridge, in) -> bridge.http().raw(in));
  }

  /** A chat completion in OpenAI's format. */
  public Answer chat(Inbound inbound) {
    return onceThere(inbound, (bridge, in) -> bridge.http().chat(in));
  }

  /** Embeddings in OpenAI's format. */
  public Answer embeddings(Inbound inbound) {
    return onceThere(inbound, (bridge, in) -> bridge.http().embeddings(in));
  }

  /** The models that the caller may use, or one of them, in OpenAI's format. */
  public Answer models(Inbound inbound) {
    return onceThere(inbound, (bridge, in) -> bridge.http().models(in));
  }

  /** An operator's question to the policy. */
  public Answer explain(Inbound inbound) {
    return onceThere(inbound, (bridge, in) -> bridge.http().explain(in));
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
    return health(inbound, 200, state("live"));
  }

  /** 200 when the bridge is there and holds a valid token, else 503. */
  public Answer ready(Inbound inbound) {
    return startup
        .bridge()
        .map(Bridge::health)
        .map(health -> health(inbound, health.ready() ? 200 : 503, health.json()))
        .orElseGet(() -> health(inbound, 503, state("starting")));
  }

  /**
   * A message of the queue {@code vertex-requests}. Returns when the message is done with; throws
   * when the host should bring it again.
   */
  public void queued(String message, String invocationId) {
    startup.await(QUEUE_PATIENCE).queue().request(message, invocationId);
  }

  /** A message of the queue {@code vertex-watch}, likewise. */
  public void watched(String message) {
    startup.await(QUEUE_PATIENCE).queue().watch(message);
  }

  /** Jobs: submits one, or lists them. */
  public Answer jobs(Inbound inbound) {
    return onceThere(inbound, (bridge, in) -> bridge.jobs().all(in));
  }

  /** One job: reads or cancels it. */
  public Answer job(Inbound inbound, String id) {
    return onceThere(inbound, (bridge, in) -> bridge.jobs().one(in, id));
  }

  /** What Vertex answered to a job. */
  public Answer jobResult(Inbound inbound, String id) {
    return onceThere(inbound, (bridge, in) -> bridge.jobs().result(in, id));
  }

  /** For operators: what is in poison. */
  public Answer poison(Inbound inbound) {
    return onceThere(inbound, (bridge, in) -> bridge.jobs().poison(in));
  }

  /** For operators: reads or drops one entry of poison. */
  public Answer poisoned(Inbound inbound, String id) {
    return onceThere(inbound, (bridge, in) -> bridge.jobs().poisoned(in, id));
  }

  /** For operators: lets a failed job or a message in poison run again. */
  public Answer replay(Inbound inbound, String id) {
    return onceThere(inbound, (bridge, in) -> bridge.jobs().replay(in, id));
  }

  /** For operators: sweeps once. */
  public Answer sweep(Inbound inbound) {
    return onceThere(inbound, (bridge, in) -> bridge.jobs().sweep(in));
  }

  private Answer onceThere(Inbound inbound, BiFunction<Bridge, Inbound, Answer> call) {
    Optional<Bridge> bridge = startup.bridge();
    if (bridge.isPresent()) {
      return call.apply(bridge.get(), inbound);
    }
    Failure failure = startup.whyNot();
    return Answers.of(
        Surface.of(inbound.path()), failure, Told.of(Correlation.of(inbound.headers())));
  }

  private static JsonObject state(String word) {
    JsonObject body = new JsonObject();
    body.addProperty("status", word);
    return body;
  }

  private static Answer health(Inbound inbound, int status, JsonObject body) {
    return Answers.of(status, body, Correlation.of(inbound.headers()));
  }
}
