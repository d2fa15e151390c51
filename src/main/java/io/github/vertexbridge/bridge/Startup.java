package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Pause;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the root on a daemon thread, so that the platform's loading of functions never waits.
 *
 * <p>Wrong settings and a wrong policy file are final. Failures of I/O are tried again after 5 s,
 * doubling to 60 s. Meanwhile there is no bridge, and {@link #whyNot()} says so without details:
 * the reason goes to the log, not to strangers. Thread safe.
 */
public final class Startup {

  /** Builds the root once. */
  @FunctionalInterface
  public interface Builder {
    Bridge build() throws Exception;
  }

  /** A mistake in what was configured: trying again can't mend it. */
  static final class Misconfigured extends Exception {
    private static final long serialVersionUID = 1L;

    Misconfigured(Exception cause) {
      super(cause.getMessage(), cause);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(Startup.class);
  private static final Duration FIRST_DELAY = Duration.ofSeconds(5);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(60);

  private final CompletableFuture<Bridge> bridge = new CompletableFuture<>();
  private final Builder builder;
  private final Pause pause;

  Startup(Builder builder, Pause pause) {
    this.builder = builder;
    this.pause = pause;
  }

  /** Starts building in the background; returns at once and never throws. */
  public static Startup begin(Builder builder) {
    Startup startup = new Startup(builder, Pause.SLEEP);
    Thread thread = new Thread(startup::run, "bridge-startup");
    thread.setDaemon(true);
    // The platform constructs us with its own class loader as the context one.
    thread.setContextClassLoader(Startup.class.getClassLoader());
    thread.start();
    return startup;
  }

  void run() {
    Duration delay = FIRST_DELAY;
    while (!bridge.isDone()) {
      try {
        bridge.complete(builder.build());
      } catch (Misconfigured e) {
        LOG.error("The bridge does not start: {}", e.getMessage());
        bridge.completeExceptionally(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        bridge.completeExceptionally(e);
      } catch (Exception e) {
        LOG.error(
            "The bridge can't start yet, next try in {} s: {}", delay.toSeconds(), SafeStack.of(e));
        delay = sleep(delay);
      } catch (Error e) { // a class that does not link is no reason to leave the platform waiting
        LOG.error("The bridge does not start: {}", SafeStack.of(e));
        bridge.completeExceptionally(e);
      }
    }
  }

  private Duration sleep(Duration delay) {
    try {
      pause.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      bridge.completeExceptionally(e);
    }
    Duration next = delay.multipliedBy(2);
    return next.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : next;
  }

  /** The root, once it is there. */
  public Optional<Bridge> bridge() {
    return bridge.isDone() && !bridge.isCompletedExceptionally()
        ? Optional.of(bridge.join())
        : Optional.empty();
  }

  /**
   * The root, as soon as it is there.
   *
   * @throws io.github.vertexbridge.call.FailureException if it never will be, or not in time
   */
  public Bridge await(Duration patience) {
    try {
      return bridge.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw whyNot().asException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw whyNot().asException();
    }
  }

  /** What callers are told while there is no root. */
  public Failure whyNot() {
    return bridge.isCompletedExceptionally()
        ? Failure.of(
            FailureCode.STARTING,
            "The bridge is not configured.",
            "Its operator finds the reason in the app's log.")
        : Failure.of(FailureCode.STARTING, "The bridge is starting.", "Try again in a few seconds.")
            .withRetryAfter(FIRST_DELAY);
  }
}
