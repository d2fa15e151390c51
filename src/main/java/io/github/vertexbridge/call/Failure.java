package io.github.vertexbridge.call;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A typed outcome: what failed, where, what was seen and what to do.
 *
 * @param code which failure
 * @param hop the step of the identity chain at which it happened; empty before the first hop
 * @param seen one sentence; never holds a token, a body or a secret (see {@link Redaction})
 * @param remedy one sentence: what the reader can do about it
 * @param facts further values for machines, for example {@code reason}, {@code upstreamStatus}
 * @param retryAfter how long to wait before another try is worth it, if known
 * @param upstream the refusal as it came, if an upstream answered
 */
public record Failure(
    FailureCode code,
    Optional<Hop> hop,
    String seen,
    String remedy,
    Map<String, String> facts,
    Optional<Duration> retryAfter,
    Optional<Answer> upstream) {

  /** The fact with the locations that were called: see {@link Attempt#summary}. */
  public static final String ATTEMPTS = "attempts";

  /** The fact that tells what else could be called. */
  public static final String HINT = "hint";

  /** The fact that names the parameter of the request that is to blame. */
  public static final String PARAM = "param";

  private static final String RETRY = "shouldRetry";

  public Failure {
    facts = Map.copyOf(facts);
  }

  /** A failure before any hop was taken. */
  public static Failure of(FailureCode code, String seen, String remedy) {
    return new Failure(
        code, Optional.empty(), seen, remedy, Map.of(), Optional.empty(), Optional.empty());
  }

  /** A failure at a hop. */
  public static Failure at(Hop hop, FailureCode code, String seen, String remedy) {
    return new Failure(
        code, Optional.of(hop), seen, remedy, Map.of(), Optional.empty(), Optional.empty());
  }

  public Failure withFacts(Map<String, String> more) {
    return new Failure(code, hop, seen, remedy, more, retryAfter, upstream);
  }

  /** This failure with one fact more, or another value of it. */
  public Failure withFact(String name, String value) {
    Map<String, String> more = new HashMap<>(facts);
    more.put(name, value);
    return withFacts(more);
  }

  /** This failure for a client that must not try again by itself. */
  public Failure asFinal() {
    return withFact(RETRY, "false");
  }

  /** Whether clients may try again by themselves. */
  public boolean isFinal() {
    return "false".equals(facts.get(RETRY));
  }

  public Failure withRetryAfter(Duration delay) {
    return new Failure(code, hop, seen, remedy, facts, Optional.of(delay), upstream);
  }

  public Failure withUpstream(Answer answer) {
    return new Failure(code, hop, seen, remedy, facts, retryAfter, Optional.of(answer));
  }

  /** This failure as the exception that carries it. */
  public FailureException asException() {
    return new FailureException(this);
  }

  /** Where it happened, in one word for logs: the hop, else the category. */
  public String where() {
    return hop.map(Hop::label)
        .orElseGet(() -> code.category().name().toLowerCase(java.util.Locale.ROOT));
  }
}
