package io.github.vertexbridge.limits;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Limits;
import io.github.vertexbridge.call.Pause;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.storage.Table;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds calls to the limits of their rules, together with all other instances. Thread safe. */
public final class Limiter {
  private static final Logger LOG = LoggerFactory.getLogger(Limiter.class);

  private static final Duration FORGOTTEN = Duration.ofMinutes(10);
  private static final Duration SHORTLY = Duration.ofSeconds(1);
  private static final Duration OUTAGE = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final SharedClock clock;
  private final String instance;
  private final Executor executor;
  private final ConcurrentMap<CountKey, WindowCount> windows = new ConcurrentHashMap<>();
  private final ConcurrentMap<CountKey, SlotCount> slots = new ConcurrentHashMap<>();
  private volatile boolean down;

  /**
   * @param table the shared counts
   * @param instance names this process among all; letters and digits
   * @param executor leases on its threads
   * @param random spreads instances that write the same count
   */
  public Limiter(
      Table table,
      String instance,
      InstantSource clock,
      Executor executor,
      RandomGenerator random) {
    this(table, instance, clock, executor, random, Pause.SLEEP);
  }

  Limiter(
      Table table,
      String instance,
      InstantSource clock,
      Executor executor,
      RandomGenerator random,
      Pause pause) {
    this.clock = new SharedClock(clock);
    this.ledger = new Ledger(table, this.clock, random, pause);
    this.instance = instance;
    this.executor = executor;
  }

  /**
   * Reserves what a call is thought to need: a slot, one request, and tokens for the prompt (one in
   * four bytes) and the answer (what the rule allows, or 1,024).
   *
   * @param decision that allowed it
   * @param bytes of its body
   * @throws FailureException LIMIT_EXCEEDED, or LIMIT_UNKNOWN if the shared counts cannot be read
   *     and the rule denies then; nothing is reserved then
   */
  public Permit admit(
      Decision decision, Caller caller, Target target, int bytes, Deadline deadline) {
    Limits limits = decision.limits();
    if (limits.isEmpty()) {
      return Permit.free();
    }
    long prompt = Tokens.ofPrompt(target, bytes);
    long tokens = prompt + Tokens.ofAnswer(target, decision.terms().maxOutputTokens());
    Permit permit = new Permit(prompt);
    Admission admission =
        new Admission(
            permit,
            decision.rule().orElse("?"),
            limits,
            limits.perCaller() ? Optional.of(caller) : Optional.empty(),
            deadline);
    try {
      limits.concurrentCalls().ifPresent(most -> admission.slot(most));
      limits.requestsPerMinute().ifPresent(most -> admission.request(most));
      limits
          .tokensPerMinute()
          .ifPresent(
              most -> admission.tokens("tokensPerMinute", WindowCount.Kind.MINUTE, most, tokens));
      limits
          .tokensPerDay()
          .ifPresent(most -> admission.tokens("tokensPerDay", WindowCount.Kind.DAY, most, tokens));
      return permit;
    } catch (FailureException e) {
      permit.close();
      throw e;
    }
  }

  /** One call on its way through the limits of its rule. */
  private final class Admission {
    private final Permit permit;
    private final String rule;
    private final Limits limits;
    private final Optional<Caller> owner;
    private final Deadline deadline;

    Admission(
        Permit permit, String rule, Limits limits, Optional<Caller> owner, Deadline deadline) {
      this.permit = permit;
      this.rule = rule;
      this.limits = limits;
      this.owner = owner;
      this.deadline = deadline;
    }

    void slot(int most) {
      String name = "concurrentCalls";
      CountKey key = CountKey.of(rule, name, owner);
      SlotCount count =
          slots.computeIfAbsent(key, k -> new SlotCount(k, instance, ledger, clock, executor));
      if (passes(name, most, count.take(most, limits.whenUnknown(), deadline), SHORTLY)) {
        permit.onEnd(count::release);
      }
    }

    /** A request stays counted, whatever becomes of it. */
    void request(long most) {
      String name = "requestsPerMinute";
      WindowCount count = window(name, WindowCount.Kind.MINUTE);
      Taken taken = count.take(1, most, limits.whenUnknown(), deadline);
      if (!passes(name, most, taken, count.untilEnd())) {
        count.settle(0, 1, count.window());
      }
    }

    void tokens(String name, WindowCount.Kind kind, long most, long wanted) {
      long estimate = Math.min(wanted, most); // a call thought too big for any window gets one
      if (estimate == 0) {
        return;
      }
      WindowCount count = window(name, kind);
      long in = count.window();
      Taken taken = count.take(estimate, most, limits.whenUnknown(), deadline);
      boolean reserved = passes(name, most, taken, count.untilEnd());
      permit.onTokens(actual -> count.settle(reserved ? estimate : 0, actual, in));
    }

    private WindowCount window(String name, WindowCount.Kind kind) {
      return windows.computeIfAbsent(
          CountKey.of(rule, name, owner),
          key -> new WindowCount(key, kind, ledger, clock, executor));
    }

    /** Whether it was taken; false if it was not, but is only observed. */
    private boolean passes(String name, long most, Taken taken, Duration wait) {
      if (taken == Taken.YES) {
        return true;
      }
      Failure failure =
          taken == Taken.SPENT ? exceeded(name, most, wait) : unknown(name).withRetryAfter(OUTAGE);
      if (!limits.observed()) {
        throw failure.asException();
      }
      if (taken == Taken.SPENT) {
        permit.note(failure.seen());
      }
      return false;
    }

    private Failure exceeded(String name, long most, Duration wait) {
      return Failure.of(
              FailureCode.LIMIT_EXCEEDED,
              "The %s of rule %s%s are used up: %d."
                  .formatted(
                      name, rule, owner.map(caller -> " for " + caller.label()).orElse(""), most),
              "Repeat the call when retry-after has passed, or ask the owner of the bridge's policy"
                  + " for more.")
          .withFacts(facts(name))
          .withRetryAfter(wait);
    }

    private Failure unknown(String name) {
      return Failure.of(
              FailureCode.LIMIT_UNKNOWN,
              "Whether the %s of rule %s are used up cannot be told: the shared count cannot be read."
                  .formatted(name, rule),
              "Repeat the call; if it lasts, check the app's table storage.")
          .withFacts(facts(name));
    }

    private Map<String, String> facts(String name) {
      return Map.of("limit", name, "rule", rule, "per", limits.perCaller() ? "caller" : "rule");
    }
  }

  /** How much of each limit that was asked for lately this instance has used up. */
  public List<LimitUse> uses() {
    return Stream.concat(
            windows.values().stream().map(WindowCount::use),
            slots.values().stream().map(SlotCount::inUse))
        .sorted(Comparator.comparing(LimitUse::rule).thenComparing(LimitUse::name))
        .toList();
  }

  /** Reads the table once: the first time costs much, and tells early what is missing. Does I/O. */
  public void warm() {
    try {
      ledger.touch();
    } catch (FailureException e) {
      LOG.warn("The shared counts of limits cannot be read: {}", e.failure().seen());
    }
  }

  /** Renews, leases ahead, gives back what is idle; to be run every second. Does I/O. */
  public void tend() {
    try {
      windows.values().forEach(WindowCount::tend);
      slots.values().forEach(SlotCount::tend);
      windows.values().removeIf(count -> count.isIdleFor(FORGOTTEN));
      slots.values().removeIf(count -> count.isIdleFor(FORGOTTEN));
      if (down) {
        LOG.info("The shared counts of limits can be read again");
        down = false;
      }
    } catch (FailureException e) {
      if (!down) {
        LOG.warn("The shared counts of limits cannot be read: {}", e.failure().seen());
        down = true;
      }
    }
  }

  /** Gives back everything that is leased, when the process ends. Does I/O. */
  public void close() {
    try {
      windows.values().forEach(WindowCount::giveBack);
      slots.values().forEach(SlotCount::giveBack);
    } catch (FailureException e) { // it ends by itself: with its window, or after a minute
      LOG.warn("Leases of limits could not be given back: {}", e.failure().seen());
    }
  }
}
