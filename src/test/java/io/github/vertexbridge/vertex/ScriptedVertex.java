package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.Headers;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Answers each location's calls as it is told, in order; what is not scripted is a 200. */
final class ScriptedVertex implements OneCall {

  /** One answer, or the failure that there is none. */
  interface Script {
    Answer answer(VertexCall call);
  }

  static final String OK = "{}";

  private final List<VertexCall> calls = new ArrayList<>();
  private final Map<String, Deque<Script>> scripts = new HashMap<>();
  private final FakeTime time;

  ScriptedVertex(FakeTime time) {
    this.time = time;
  }

  ScriptedVertex at(String location, Script... next) {
    scripts.computeIfAbsent(location, l -> new ArrayDeque<>()).addAll(List.of(next));
    return this;
  }

  @Override
  public VertexReply call(VertexCall call, VertexTrace trace) {
    calls.add(call);
    Deque<Script> next = scripts.getOrDefault(call.target().location().value(), new ArrayDeque<>());
    Answer answer = (next.isEmpty() ? status(200, OK) : next.poll()).answer(call);
    if (answer.status() != 200) {
      throw new Refusals(time).failure(call, answer).asException();
    }
    return new VertexReply(
        answer, new BearerToken("t", Instant.MAX, List.of()), true, List.of(), Map.of(), Map.of());
  }

  static Script status(int status, String json) {
    return call ->
        new Answer(
            status, new Headers(Map.of("content-type", "application/json")), Calls.bytes(json));
  }

  static Script refusal(int status) {
    return status(status, "{\"error\":{\"code\":%d,\"message\":\"m\"}}".formatted(status));
  }

  static Script throttled() {
    return refusal(429);
  }

  /** 429 with a delay of that many seconds. */
  static Script throttled(String seconds) {
    return status(
        429,
        """
        {"error":{"code":429,"message":"m","status":"RESOURCE_EXHAUSTED","details":[
         {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"%ss"}]}}"""
            .formatted(seconds));
  }

  /**
   * @param kind as of {@link Failures}: {@code connect}, {@code tls}, {@code reset}
   */
  static Script broken(String kind) {
    return call -> {
      throw Failures.unreachable(call.origin(), kind, "It broke.").asException();
    };
  }

  static Script failing(Function<VertexCall, Failure> failure) {
    return call -> {
      throw failure.apply(call).asException();
    };
  }

  /** The locations that were called, in order. */
  List<String> locations() {
    return calls.stream().map(call -> call.target().location().value()).toList();
  }

  List<VertexCall> calls() {
    return List.copyOf(calls);
  }
}
