package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.surface.Surface;
import io.github.vertexbridge.surface.Told;
import io.github.vertexbridge.vertex.VertexTrace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is known of one call so far, so that its report is as complete when it fails as when it does
 * not. Confined to the call's thread.
 */
final class Progress {
  private final String surface;
  private final CorrelationId correlationId;
  private final String invocationId;
  private final InstantSource clock;
  private final Instant began;
  private final List<HopRecord> hops = new ArrayList<>();

  private Optional<Caller> caller = Optional.empty();
  private Optional<Target> target = Optional.empty();
  private Optional<AliasName> alias = Optional.empty();
  private Optional<String> rule = Optional.empty();
  private Optional<String> policy = Optional.empty();
  private Optional<String> shadow = Optional.empty();
  private boolean edited;
  private boolean tokenFromCache;
  private Map<String, Long> usage = Map.of();
  private Map<String, String> facts = Map.of();
  private List<Attempt> attempts = List.of();
  private long requestBytes;
  private long answerBytes;

  Progress(Surface surface, CorrelationId correlationId, String invocationId, InstantSource clock) {
    this(surface.label(), correlationId, invocationId, clock);
  }

  Progress(String surface, CorrelationId correlationId, String invocationId, InstantSource clock) {
    this.surface = surface;
    this.correlationId = correlationId;
    this.invocationId = invocationId;
    this.clock = clock;
    this.began = clock.instant();
  }

  /** The progress of one of the calls to Vertex that this call becomes. */
  Progress part() {
    Progress part = new Progress(surface, correlationId, invocationId, clock);
    part.caller = caller;
    return part;
  }

  /** Takes over what a part has come to; identity hops that parts share are told once. */
  void include(Progress part) {
    target = part.target.or(() -> target);
    alias = part.alias.or(() -> alias);
    rule = part.rule.or(() -> rule);
    policy = part.policy.or(() -> policy);
    shadow = shadow.or(() -> part.shadow);
    attempts = Stream.concat(attempts.stream(), part.attempts.stream()).toList();
    facts = part.facts.isEmpty() ? facts : part.facts;
    edited |= part.edited;
    tokenFromCache |= part.tokenFromCache;
    part.hops.stream()
        .filter(hop -> hop.hop() == Hop.VERTEX || !hops.contains(hop))
        .forEach(hops::add);
  }

  CorrelationId correlationId() {
    return correlationId;
  }

  /** What the answer's headers tell. */
  Told told() {
    Optional<String> modelVersion =
        Optional.ofNullable(facts.get("modelVersion"))
            .or(() -> Optional.ofNullable(facts.get("modelVersionId")));
    return new Told(correlationId, rule, target, alias, policy, modelVersion, attempts);
  }

  void caller(Caller verified) {
    caller = Optional.of(verified);
  }

  void target(Target resolved, Optional<AliasName> calledBy) {
    target = Optional.of(resolved);
    alias = calledBy;
  }

  void policy(String version) {
    policy = Optional.of(version);
  }

  void rule(Optional<String> decidedBy) {
    rule = decidedBy;
  }

  /** One sentence more on what would have been, were the observing rules and limits in force. */
  void shadow(Optional<String> note) {
    shadow = Stream.concat(shadow.stream(), note.stream()).reduce((a, b) -> a + " " + b);
  }

  void edited(boolean changed) {
    edited = changed;
  }

  /** What was done at Vertex, and with which token. */
  void traced(VertexTrace trace) {
    trace.token().ifPresent(token -> token(trace.tokenFromCache(), token.origin()));
    trace.hops().forEach(this::hop);
    target = trace.target().or(() -> target);
    attempts = trace.attempts();
  }

  void token(boolean fromCache, List<HopRecord> origin) {
    tokenFromCache = fromCache;
    hops.addAll(origin);
  }

  void hop(HopRecord hop) {
    hops.add(hop);
  }

  void answered(Map<String, Long> counts, Map<String, String> saidOfItself) {
    usage = counts;
    facts = saidOfItself;
  }

  /** Size of the request's body. */
  void received(long bytes) {
    requestBytes = bytes;
  }

  /** Size of the answer's body. */
  void sent(long bytes) {
    answerBytes = bytes;
  }

  void usage(Map<String, Long> counts) {
    usage = counts;
  }

  CallReport report(int status, Optional<Failure> failure) {
    return new CallReport(
        began,
        Duration.between(began, clock.instant()),
        correlationId,
        invocationId,
        surface,
        caller,
        target,
        alias,
        rule,
        policy,
        shadow,
        edited,
        hops,
        tokenFromCache,
        status,
        failure,
        usage,
        facts,
        attempts,
        requestBytes,
        answerBytes);
  }
}
