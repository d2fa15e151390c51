package io.github.vertexbridge.call;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one call did, allowed or denied: the source of its log line, event and metrics.
 *
 * @param at when it began
 * @param duration until its answer was ready
 * @param correlationId its id on both clouds
 * @param invocationId the platform's id of the invocation
 * @param surface the request format: {@code vertex}, {@code openai}, {@code bridge}, {@code jobs},
 *     {@code queue} or {@code operator}
 * @param caller who, if verified
 * @param target what, if it was recognised
 * @param alias the alias it was called by, if any
 * @param rule the rule that decided, if any
 * @param policy version of the policy file that decided, if it came to that
 * @param shadow what observe-only rules and limits would have done, if something else; a sentence
 * @param edited whether the body that Vertex got is not the caller's byte for byte
 * @param hops the identity hops behind the access token, then the call to Vertex
 * @param tokenFromCache whether the identity hops ran before this call
 * @param status HTTP status of the answer; for the queue, what HTTP would have said
 * @param failure why not, if it failed
 * @param usage token counts of the answer by their Vertex names, if it had any
 * @param facts what the answer says about itself: {@code responseId}, {@code modelVersion}, {@code
 *     trafficType}
 * @param attempts where it was called, or was not because Vertex had asked for a pause; in order
 * @param requestBytes size of the request's body
 * @param answerBytes size of the answer's body
 */
public record CallReport(
    Instant at,
    Duration duration,
    CorrelationId correlationId,
    String invocationId,
    String surface,
    Optional<Caller> caller,
    Optional<Target> target,
    Optional<AliasName> alias,
    Optional<String> rule,
    Optional<String> policy,
    Optional<String> shadow,
    boolean edited,
    List<HopRecord> hops,
    boolean tokenFromCache,
    int status,
    Optional<Failure> failure,
    Map<String, Long> usage,
    Map<String, String> facts,
    List<Attempt> attempts,
    long requestBytes,
    long answerBytes) {

  public CallReport {
    hops = List.copyOf(hops);
    usage = Map.copyOf(usage);
    facts = Map.copyOf(facts);
    attempts = List.copyOf(attempts);
  }
}
