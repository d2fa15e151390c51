package io.github.vertexbridge.dev;

import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.models.QueueMessageItem;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.sandbox.CallerTokenRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The main job: calls through the whole chain, and the proof that they shared one token. */
final class Demo {
  private static final Duration READY = Duration.ofSeconds(20);
  private static final Duration QUEUE = Duration.ofSeconds(30);
  private static final Duration LINE = Duration.ofSeconds(5);

  private final LocalStack stack;
  private final AppClient app;
  private final AppOutput output;
  private final Progress progress;
  private final InstantSource clock;
  private final DemoRequests requests;

  Demo(LocalStack stack, URI app, AppOutput output, Progress progress, InstantSource clock) {
    this.stack = stack;
    this.app = new AppClient(app);
    this.output = output;
    this.progress = progress;
    this.clock = clock;
    this.requests =
        DemoRequests.of(stack.settings().getOrDefault("BRIDGE_GOOGLE_PROJECT", ""), "europe-west4");
  }

  /**
   * What was shown.
   *
   * @param exchanges counted by the sandbox's STS
   * @param mints counted by the sandbox's IAM Credentials
   * @param skipped why the queue's call was left out; empty if it was not
   */
  record Result(List<DemoCall> calls, long exchanges, long mints, String skipped) {}

  /**
   * Makes the calls.
   *
   * @throws DemoFailure if anything is not as it should be
   */
  Result run() throws DemoFailure, IOException, InterruptedException {
    boolean ready = awaitReady();
    String token = stack.sandbox().callerToken(CallerTokenRequest.withRoles("Bridge.Invoke"));
    List<DemoCall> calls = new ArrayList<>();
    calls.add(
        http(
            "generateContent through the Vertex REST drop-in",
            requests.generatePath(),
            token,
            requests.generateBody()));
    if (!ready) {
      throw new DemoFailure("", "calls work, but /bridge/health/ready never answered 200");
    }
    calls.add(
        http(
            "predict through an alias, over gRPC",
            requests.predictPath(),
            token,
            requests.predictBody()));
    String skipped = "";
    if (stack.storage().isPresent()) {
      calls.add(job(token));
      calls.add(queue());
    } else {
      skipped = "no queue half: " + NodeTools.MISSING;
    }
    return new Result(calls, one("sts", exchanges()), one("impersonation", mints()), skipped);
  }

  private long exchanges() {
    return stack.sandbox().counters().stsExchanges();
  }

  private long mints() {
    return stack.sandbox().counters().iamMints();
  }

  private static long one(String hop, long count) throws DemoFailure {
    if (count != 1) {
      throw new DemoFailure(hop, "the sandbox counted " + count + " of them, one expected");
    }
    return count;
  }

  /** False when it took too long: the first call then says at which hop it hangs. */
  private boolean awaitReady() throws IOException, InterruptedException {
    progress.step("waiting for the app's first token");
    Instant end = clock.instant().plus(READY);
    while (app.get("/bridge/health/ready").status() != 200) {
      if (clock.instant().isAfter(end)) {
        return false;
      }
      Thread.sleep(100);
    }
    return true;
  }

  private DemoCall http(String title, String path, String token, String body)
      throws DemoFailure, IOException, InterruptedException {
    progress.step(title);
    AppClient.Reply reply = app.post(path, Optional.of(token), body);
    DemoCall call =
        new DemoCall(
            title,
            "POST " + path,
            reply.status(),
            reply.body(),
            line(reply.correlationId(), "answered " + reply.status() + ": " + reply.body()));
    call.check();
    return call;
  }

  /** A job's life, as its caller sees it. */
  private DemoCall job(String token) throws DemoFailure, IOException, InterruptedException {
    String title = "the same question as a job";
    progress.step(title);
    AppClient.Reply accepted = app.post("/bridge/jobs", Optional.of(token), requests.job());
    if (accepted.status() != 202) {
      throw new DemoFailure(
          "", "the job was answered " + accepted.status() + ": " + accepted.body());
    }
    JsonObject job = JsonParser.parseString(accepted.body()).getAsJsonObject();
    String path = job.get("self").getAsString();
    StringBuilder life = new StringBuilder("POST /bridge/jobs, then " + path + ": ");
    String state = "";
    Instant end = clock.instant().plus(QUEUE);
    while (true) {
      String now = job.get("state").getAsString();
      if (!now.equals(state)) {
        life.append(state.isEmpty() ? "" : " → ").append(now);
        state = now;
      }
      if (state.equals("succeeded")) {
        break;
      }
      if (state.equals("failed") || clock.instant().isAfter(end)) {
        JsonObject failure = job.getAsJsonObject("failure");
        throw new DemoFailure(
            failure == null ? "" : failure.get("hop").getAsString(), "the job: " + job);
      }
      Thread.sleep(20);
      job = JsonParser.parseString(app.send("GET", path, token).body()).getAsJsonObject();
    }
    AppClient.Reply result = app.send("GET", path + "/result", token);
    DemoCall call =
        new DemoCall(
            title,
            life + ", attempts: " + job.get("attempts"),
            result.status(),
            result.body(),
            line(job.get("correlationId").getAsString(), "" + job));
    call.check();
    return call;
  }

  private DemoCall queue() throws DemoFailure, IOException, InterruptedException {
    String title = "the same rows as a queue message";
    progress.step(title);
    Queues queues = stack.queues();
    String id = UUID.randomUUID().toString();
    queues.queue("vertex-requests").sendMessage(requests.message(id));
    Instant end = clock.instant().plus(QUEUE);
    while (clock.instant().isBefore(end)) {
      Optional<JsonObject> result = take(queues.queue("vertex-results"), id);
      if (result.isPresent()) {
        DemoCall call =
            new DemoCall(
                title,
                "message " + id + " in vertex-requests, result from vertex-results",
                result.get().get("status").getAsInt(),
                result.get().has("body") ? "" + result.get().get("body") : "" + result.get(),
                line(result.get().get("correlationId").getAsString(), "" + result.get()));
        call.check();
        return call;
      }
      Optional<JsonObject> poison = take(queues.queue("vertex-requests-poison"), id);
      if (poison.isPresent()) {
        JsonElement hop = poison.get().getAsJsonObject("cause").get("hop");
        throw new DemoFailure(
            hop == null || hop.isJsonNull() ? "" : hop.getAsString(),
            "the message went to the poison queue: " + poison.get());
      }
      Thread.sleep(100);
    }
    throw new DemoFailure(
        "", "no result for message " + id + " within " + QUEUE.toSeconds() + " s");
  }

  /** Takes one message, if it is the one with this id. */
  private static Optional<JsonObject> take(QueueClient queue, String id) {
    QueueMessageItem item = queue.receiveMessage();
    if (item == null || !item.getBody().toString().contains(id)) {
      return Optional.empty();
    }
    queue.deleteMessage(item.getMessageId(), item.getPopReceipt());
    return Optional.of(JsonParser.parseString(item.getBody().toString()).getAsJsonObject());
  }

  private CallLine line(String correlationId, String otherwise)
      throws DemoFailure, InterruptedException {
    return output
        .call(correlationId, LINE)
        .orElseThrow(
            () -> new DemoFailure("", "the app printed no line of the call; " + otherwise));
  }
}
