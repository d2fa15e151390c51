package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.policy.PolicyException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy in force. A newer file takes its place whole, or not at all: then the last good one
 * goes on to serve, and the state says since when and why. Read by any thread; {@link #reload} is
 * for one thread.
 */
final class CurrentPolicy implements Supplier<Policy> {
  private static final Logger LOG = LoggerFactory.getLogger(CurrentPolicy.class);

  private final PolicySource source;
  private final Consumer<Policy> changes;
  private final InstantSource clock;
  private volatile State state;

  /**
   * What serves, and what does not.
   *
   * @param policy in force
   * @param since when it came into force on this instance
   * @param wrong what is wrong with the newest file, if it was read
   * @param unreadable why the file could not be read the last time, if it could not
   */
  record State(
      Policy policy, Instant since, Optional<Refusal> wrong, Optional<Refusal> unreadable) {

    /** Why a newer file does not serve, if so. */
    Optional<Refusal> refusal() {
      return unreadable.or(() -> wrong);
    }
  }

  /**
   * Why a file does not serve.
   *
   * @param since when this was found first
   * @param why for operators
   */
  record Refusal(Instant since, String why) {}

  private CurrentPolicy(
      PolicySource source, Policy first, Consumer<Policy> changes, InstantSource clock) {
    this.source = source;
    this.changes = changes;
    this.clock = clock;
    this.state = new State(first, clock.instant(), Optional.empty(), Optional.empty());
  }

  /**
   * Reads the file for the first time.
   *
   * @param place the setting, for its reader
   * @param changes is told each policy that comes into force later
   * @throws Startup.Misconfigured if there is no such file or it is not valid
   * @throws IOException if it could not be read now
   */
  static CurrentPolicy load(
      String place, PolicySource source, Consumer<Policy> changes, InstantSource clock)
      throws Startup.Misconfigured, IOException {
    try {
      return new CurrentPolicy(
          source, Policy.parse(source.changed().orElseThrow()), changes, clock);
    } catch (PolicyException | NoSuchFileException e) {
      throw new Startup.Misconfigured(
          new IllegalArgumentException("BRIDGE_POLICY=" + place + ": " + e.getMessage(), e));
    }
  }

  @Override
  public Policy get() {
    return state.policy();
  }

  State state() {
    return state;
  }

  /** Looks for a newer file. Never throws. */
  void reload() {
    State now = state;
    try {
      Optional<String> text = source.changed();
      Optional<Refusal> none = Optional.empty();
      state = new State(now.policy(), now.since(), now.wrong(), none);
      if (text.isPresent()) {
        serve(Policy.parse(text.get()));
      }
    } catch (PolicyException e) {
      LOG.error(
          "The policy file has changed and is refused, version {} goes on to serve: {}",
          now.policy().version(),
          e.getMessage());
      Refusal wrong = new Refusal(clock.instant(), String.valueOf(e.getMessage()));
      state = new State(now.policy(), now.since(), Optional.of(wrong), Optional.empty());
    } catch (IOException | RuntimeException e) { // files, blobs, and what nobody thought of
      if (now.unreadable().isEmpty()) {
        LOG.error(
            "The policy file cannot be read, version {} goes on to serve: {}",
            now.policy().version(),
            SafeStack.of(e));
      }
      Refusal unreadable =
          now.unreadable().orElseGet(() -> new Refusal(clock.instant(), "not readable: " + why(e)));
      state = new State(now.policy(), now.since(), now.wrong(), Optional.of(unreadable));
    }
  }

  private void serve(Policy next) {
    Policy old = state.policy();
    boolean same = old.version().equals(next.version());
    Instant since = same ? state.since() : clock.instant();
    state = new State(same ? old : next, since, Optional.empty(), Optional.empty());
    if (!same) {
      LOG.info("Policy {} serves instead of {}", next.version(), old.version());
      changes.accept(next);
    }
  }

  private static String why(Exception e) {
    return e instanceof FailureException failure
        ? failure.failure().seen()
        : e.getClass().getSimpleName() + " " + e.getMessage();
  }
}
