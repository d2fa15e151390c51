package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.ServiceAccount;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** All three hops, as a test wants them to behave. */
final class FakeChain implements SubjectSource, Hops {
  static final Failure STS_DOWN =
      Failure.at(
          Hop.STS, FailureCode.IDENTITY_UNAVAILABLE, "Google STS answered 503.", "Wait a little.");

  final AtomicInteger issues = new AtomicInteger();
  final AtomicInteger renewals = new AtomicInteger();
  final AtomicInteger exchanges = new AtomicInteger();
  final AtomicInteger mints = new AtomicInteger();
  private final InstantSource clock;

  volatile Duration federatedLife = Duration.ofSeconds(3599);
  volatile Duration accessLife = Duration.ofHours(1);
  volatile boolean withoutExpiry;
  volatile Optional<Failure> issueFailure = Optional.empty();
  volatile Optional<Failure> exchangeFailure = Optional.empty();
  volatile Optional<Failure> mintFailure = Optional.empty();

  /** What exchanges wait for. */
  volatile CountDownLatch stsAnswers = new CountDownLatch(0);

  /** {@code iat} of the subject token that the platform has in its cache. */
  volatile Instant issuedAt;

  /** STS takes subject tokens issued after this. */
  volatile Instant staleBefore = Instant.MIN;

  FakeChain(InstantSource clock) {
    this.clock = clock;
    this.issuedAt = clock.instant();
  }

  static Failure refused(Hop hop, int status) {
    return Failure.at(hop, FailureCode.IDENTITY_REFUSED, "It answered " + status + ".", "Look.")
        .withFacts(Map.of("upstreamStatus", Integer.toString(status)));
  }

  @Override
  public SubjectToken issue() {
    issues.incrementAndGet();
    issueFailure.ifPresent(FakeChain::fail);
    return subject();
  }

  @Override
  public SubjectToken renew() {
    renewals.incrementAndGet();
    issueFailure.ifPresent(FakeChain::fail);
    return subject();
  }

  private SubjectToken subject() {
    Instant expiry = issuedAt.plus(Duration.ofMinutes(1445));
    return new SubjectToken(
        "subject-" + issuedAt.getEpochSecond(),
        Map.of("sub", "oid-1"),
        Optional.of(issuedAt),
        expiry,
        record(Hop.MANAGED_IDENTITY, expiry));
  }

  @Override
  public Fetched exchange(SubjectToken subject) {
    int number = exchanges.incrementAndGet();
    try {
      if (!stsAnswers.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the test forgot the hung exchange");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.at(Hop.STS, FailureCode.SHUTTING_DOWN, "Interrupted.", "None.").asException();
    }
    exchangeFailure.ifPresent(FakeChain::fail);
    if (subject.issuedAt().orElseThrow().isBefore(staleBefore)) {
      throw Failure.at(Hop.STS, FailureCode.IDENTITY_STALE, "stale to sign-in.", "Wait.")
          .asException();
    }
    return fetched("federated-" + number, Hop.STS, federatedLife, List.of(subject.record()));
  }

  @Override
  public Fetched mint(BearerToken federated, ServiceAccount as) {
    int number = mints.incrementAndGet();
    mintFailure.ifPresent(FakeChain::fail);
    return fetched(
        as + "-" + number + " by " + federated.secret(),
        Hop.IMPERSONATION,
        accessLife,
        federated.origin());
  }

  private Fetched fetched(String secret, Hop hop, Duration life, List<HopRecord> before) {
    Instant expiry = clock.instant().plus(life);
    List<HopRecord> origin = new ArrayList<>(before);
    origin.add(record(hop, expiry));
    Optional<Instant> said =
        withoutExpiry && hop == Hop.STS ? Optional.empty() : Optional.of(expiry);
    return new Fetched(secret, clock.instant(), said, origin);
  }

  private HopRecord record(Hop hop, Instant expiry) {
    return new HopRecord(
        hop,
        clock.instant(),
        Duration.ofMillis(20),
        true,
        OptionalInt.of(200),
        Map.of(),
        Optional.of(expiry));
  }

  private static void fail(Failure failure) {
    throw failure.asException();
  }
}
