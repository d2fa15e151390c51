package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Pause;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Makes a call at the places where it may be made, at most three times in all, and keeps away from
 * those that Vertex has asked to be left alone. Thread safe.
 *
 * <p>What is repeated, where and when: {@code docs/decisions/}, attempts.
 */
public final class Attempts {
  /** Clients have retries of their own, which multiply with these. */
  static final int MOST = 3;

  /** Nobody is kept waiting longer than this for a place to be free again. */
  static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /** Google: "no more than two retries, the first after one second at least". */
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private static final Duration JITTER = Duration.ofMillis(500);

  private final OneCall client;
  private final EndpointHosts hosts;
  private final Creates creates;
  private final CoolDowns coolDowns;
  private final InstantSource clock;
  private final Pause pause;
  private final RandomGenerator random;

  /**
   * @param hosts finds the hosts of endpoints
   * @param clock tells the time
   * @param pause waits
   * @param random thread safe; spreads what many calls would do at the same moment
   */
  public Attempts(
      VertexClient client,
      EndpointHosts hosts,
      InstantSource clock,
      Pause pause,
      RandomGenerator random) {
    this((OneCall) client, hosts, clock, pause, random);
  }

  Attempts(
      OneCall client,
      EndpointHosts hosts,
      InstantSource clock,
      Pause pause,
      RandomGenerator random) {
    this.client = client;
    this.hosts = hosts;
    this.creates = new Creates(client);
    this.coolDowns = new CoolDowns(clock);
    this.clock = clock;
    this.pause = pause;
    this.random = random;
  }

  /**
   * Makes the call.
   *
   * @param places the same call for each place where it may be made, the preferred one first
   * @param trace a new one; filled also when the call fails
   * @return an answer of 2xx
   * @throws FailureException as {@link VertexClient#call} does, with the places in the fact {@link
   *     Failure#ATTEMPTS}; with code VERTEX_OUTCOME_UNKNOWN if what must not be done twice may have
   *     been done; {@link Failure#isFinal()} if the caller's client must not repeat it
   */
  public VertexReply call(List<VertexCall> places, VertexTrace trace) {
    try {
      return new AttemptRun(this, places, trace).run();
    } catch (FailureException e) {
      throw new FailureException(told(e.failure(), places.get(0), trace), e);
    }
  }

  private Failure told(Failure failure, VertexCall call, VertexTrace trace) {
    Failure told =
        trace.attempts().isEmpty()
            ? failure
            : failure.withFact(Failure.ATTEMPTS, Attempt.summary(trace.attempts()));
    Optional<String> hint = hosts.hint(call).filter(h -> failure.upstream().isPresent());
    told = hint.isPresent() ? told.withFact(Failure.HINT, hint.get()) : told;
    return call.deadline().passed() ? told.asFinal() : told;
  }

  /** The pause before a place is tried again. */
  static Duration pauseAfter(Failure failure) {
    Duration given = failure.retryAfter().orElse(Duration.ZERO);
    return given.compareTo(FIRST_PAUSE) > 0 ? given : FIRST_PAUSE;
  }

  /** Whether a wait is short enough, and there is time left after it. */
  static boolean worth(Duration wait, Deadline deadline) {
    return wait.compareTo(LONGEST_WAIT) <= 0
        && deadline.remaining().compareTo(wait.plus(JITTER)) > 0;
  }

  /**
   * Waits, up to half a second longer.
   *
   * @return for how long
   */
  Duration sleep(Duration atLeast) {
    Duration all = atLeast.plusNanos((long) (JITTER.toNanos() * random.nextDouble()));
    try {
      pause.sleep(all);
      return all;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(Failures.interrupted(), e);
    }
  }

  OneCall client() {
    return client;
  }

  EndpointHosts hosts() {
    return hosts;
  }

  Creates creates() {
    return creates;
  }

  /** Targets that are not called now, with the time that is left. */
  public Map<String, Duration> cooling() {
    return coolDowns.now();
  }

  CoolDowns coolDowns() {
    return coolDowns;
  }

  InstantSource clock() {
    return clock;
  }
}
