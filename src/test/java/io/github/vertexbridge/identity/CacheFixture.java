package io.github.vertexbridge.identity;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ServiceAccount;
import java.time.Duration;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;

/** A cache over a fake chain, with time, chance and threads in the test's hands. */
final class CacheFixture {
  static final Optional<ServiceAccount> DIRECT = Optional.empty();
  static final Optional<ServiceAccount> APP = account("app");
  static final Optional<ServiceAccount> OTHER = account("other");

  final ManualClock clock = new ManualClock();
  final ManualExecutor executor = new ManualExecutor();
  final FakeChain chain = new FakeChain(clock);
  final GoogleTokens tokens = cache(Timing.STANDARD);

  /** What chance says: 0 is no jitter, 1 is all of it. */
  volatile DoubleSupplier dice = () -> 0;

  GoogleTokens cache(Timing timing) {
    return new GoogleTokens(chain, chain, timing, clock, random(), executor, executor::close);
  }

  RandomGenerator random() {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return 0;
      }

      @Override
      public double nextDouble() {
        return dice.getAsDouble();
      }
    };
  }

  static Optional<ServiceAccount> account(String name) {
    return ServiceAccount.parse(name + "@project.iam.gserviceaccount.com");
  }

  Deadline deadline() {
    return Deadline.after(Duration.ofSeconds(30), clock);
  }

  /** The token, letting the flight that this starts run first. */
  BearerToken fetch(Optional<ServiceAccount> as) {
    Optional<BearerToken> cached = tokens.current(as);
    executor.run();
    return cached.orElseGet(() -> tokens.token(as, deadline()));
  }

  /** The failure that a caller gets, letting the flight that this starts run first. */
  Failure fails(Optional<ServiceAccount> as) {
    Optional<BearerToken> none = tokens.current(as);
    executor.run();
    if (none.isPresent()) {
      throw new AssertionError("there is a valid token");
    }
    return catchThrowableOfType(FailureException.class, () -> tokens.token(as, deadline()))
        .failure();
  }

  /** Lets everything run that reads and ticks start from now until {@code by} later. */
  void pass(Duration by, Duration step) {
    for (Duration gone = Duration.ZERO; gone.compareTo(by) < 0; gone = gone.plus(step)) {
      clock.advance(step);
      tokens.tick();
      executor.run();
    }
  }
}
