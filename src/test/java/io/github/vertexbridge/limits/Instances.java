package io.github.vertexbridge.limits;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Limits;
import io.github.vertexbridge.call.Limits.WhenUnknown;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Terms;
import io.github.vertexbridge.call.Transport;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Executor;

/** Instances of the app, and calls that are counted. */
final class Instances {
  static final Caller CALLER = Caller.ofQueue("vertex-requests");

  private Instances() {}

  /** An instance that leases in the calling thread, and never sleeps. */
  static Limiter instance(MemoryTable table, InstantSource clock, String name) {
    return instance(table, clock, name, Runnable::run);
  }

  static Limiter instance(MemoryTable table, InstantSource clock, String name, Executor executor) {
    return new Limiter(table, name, clock, executor, new Random(1), pause -> {});
  }

  static Limits requests(long most) {
    return new Limits(
        OptionalLong.of(most),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalInt.empty(),
        false,
        WhenUnknown.DENY,
        false);
  }

  static Limits tokens(long minute) {
    return new Limits(
        OptionalLong.empty(),
        OptionalLong.of(minute),
        OptionalLong.empty(),
        OptionalInt.empty(),
        false,
        WhenUnknown.DENY,
        false);
  }

  static Limits slots(int most) {
    return new Limits(
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalInt.of(most),
        false,
        WhenUnknown.DENY,
        false);
  }

  static Limits with(Limits limits, boolean perCaller, WhenUnknown unknown, boolean observed) {
    return new Limits(
        limits.requestsPerMinute(),
        limits.tokensPerMinute(),
        limits.tokensPerDay(),
        limits.concurrentCalls(),
        perCaller,
        unknown,
        observed);
  }

  /** A call of 4,000 bytes: 1,000 tokens, and 1,024 for the answer. */
  static Permit admit(Limiter limiter, Limits limits, InstantSource clock) {
    return admit(limiter, limits, CALLER, 4_000, clock);
  }

  static Permit admit(
      Limiter limiter, Limits limits, Caller caller, int bytes, InstantSource clock) {
    Decision decision =
        new Decision(
            true,
            Optional.of("a-rule"),
            "",
            Optional.empty(),
            Terms.NONE,
            limits,
            Optional.empty());
    ResourceName model = new ResourceName("publishers/google/models/gemini-2.5-flash");
    Target target =
        new Target(
            ApiVersion.V1,
            new ProjectId("my-project"),
            new Location("europe-west4"),
            model,
            new ActionName("generateContent"),
            model,
            Transport.REST);
    return limiter.admit(
        decision, caller, target, bytes, Deadline.after(Duration.ofMinutes(3), clock));
  }

  /** Whether a call is let through; it then comes to so many tokens, and ends. */
  static boolean call(Limiter limiter, Limits limits, long tokens, InstantSource clock) {
    try (Permit permit = admit(limiter, limits, clock)) {
      permit.used(Map.of("totalTokenCount", tokens));
      return true;
    } catch (FailureException e) {
      return false;
    }
  }

  /** How many calls are let through, one after the other, until one is not. */
  static int calls(Limiter limiter, Limits limits, InstantSource clock) {
    int count = 0;
    while (count < 100_000 && call(limiter, limits, 2_024, clock)) {
      count++;
    }
    return count;
  }
}
