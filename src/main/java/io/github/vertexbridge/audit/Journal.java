package io.github.vertexbridge.audit;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.AppendStore;
import io.github.vertexbridge.call.AuditGate;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Takes audit lines from many threads and writes them in groups: while one group is on its way, the
 * next one gathers.
 *
 * <p>If the audit is required, {@link #record} returns when the line is in the store or is known
 * not to be, and {@link #admit} refuses calls while nothing can be written. A line that could not
 * be written is kept and tried again; what no longer fits is counted, and the chain says so in a
 * line of type {@code loss}. Thread safe.
 */
public final class Journal implements AuditGate, AutoCloseable {
  private static final int GROUP = 500;
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LAST_RETRY = Duration.ofSeconds(30);

  /**
   * How much the audit matters.
   *
   * @param required whether calls are refused while the audit cannot be written
   * @param kept most lines that are kept while it cannot
   * @param patience how long a call waits for its line to be written
   */
  public record Options(boolean required, int kept, Duration patience) {
    /** 5,000 lines are about 10 MB. */
    public static Options of(boolean required) {
      return new Options(required, 5_000, Duration.ofSeconds(5));
    }
  }

  private record Entry(JsonObject line, CountDownLatch settled) {}

  private final ChainWriter writer;
  private final Options options;
  private final InstantSource clock;
  private final Consumer<Failure> failures;

  /** Held by who writes; what it guards: the writer. */
  private final ReentrantLock writing = new ReentrantLock();

  // Guarded by this.
  private final Deque<Entry> waiting = new ArrayDeque<>();
  private final List<Entry> accepted = new ArrayList<>();
  private Optional<Instant> failingSince = Optional.empty();
  private Optional<String> cause = Optional.empty();
  private Instant nextTry = Instant.MIN;
  private Duration retry = FIRST_RETRY;
  private long lost;
  private long lostUnsaid;
  private long written;
  private boolean closed;

  /**
   * @param failures told of every failed commit
   */
  public Journal(
      AppendStore store,
      Origin origin,
      Options options,
      InstantSource clock,
      Consumer<Failure> failures) {
    this.writer = new ChainWriter(store, origin);
    this.options = options;
    this.clock = clock;
    this.failures = failures;
  }

  /** Starts the thread that writes. */
  public void start() {
    Thread thread = new Thread(this::writeForever, "bridge-audit");
    thread.setDaemon(true);
    thread.setContextClassLoader(Journal.class.getClassLoader());
    thread.start();
  }

  /**
   * Lets a call pass, or not: if the audit is required, the last commit failed, and so does another
   * try, made at most once a second.
   */
  @Override
  public void admit() {
    if (!options.required() || state().failingSince().isEmpty()) {
      return;
    }
    if (mayProbe() && writing.tryLock()) {
      try {
        commit();
      } finally {
        writing.unlock();
      }
    }
    AuditState now = state();
    if (now.failingSince().isPresent()) {
      throw Failure.of(
              FailureCode.AUDIT_UNAVAILABLE,
              "The audit is required and cannot be written since "
                  + now.failingSince().get()
                  + ": "
                  + now.cause().orElse("")
                  + ".",
              "Its operator must see to the audit container; calls pass when it can be written.")
          .withRetryAfter(FIRST_RETRY)
          .asException();
    }
  }

  /** Takes one line, whose members {@code seq}, {@code prev} and {@code hash} are added here. */
  public void record(JsonObject line) {
    Entry entry = new Entry(line, new CountDownLatch(1));
    synchronized (this) {
      if (waiting.size() + accepted.size() >= options.kept()) {
        lost++;
        lostUnsaid++;
        return;
      }
      waiting.add(entry);
      notifyAll();
      if (!options.required() || failingSince.isPresent() || closed) {
        return;
      }
    }
    try {
      boolean unused = entry.settled().await(options.patience().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How it goes. */
  public synchronized AuditState state() {
    return new AuditState(
        options.required(), failingSince, cause, waiting.size() + accepted.size(), lost, written);
  }

  /** Writes what waits and the chain's end; what cannot be written now is lost with the process. */
  @Override
  public void close() {
    writing.lock();
    try {
      synchronized (this) {
        closed = true;
        notifyAll();
      }
      while (commit()) {
        // as long as something waits and can be written
      }
      if (writer.begun() && state().failingSince().isEmpty()) {
        writer.end(clock.instant());
        writer.flush(clock.instant());
      }
    } catch (FailureException e) {
      failures.accept(e.failure());
    } finally {
      writing.unlock();
    }
  }

  private synchronized boolean mayProbe() {
    return !clock.instant().isBefore(nextTry.minus(retry).plus(FIRST_RETRY));
  }

  private void writeForever() {
    try {
      while (untilDue()) {
        writing.lock();
        try {
          boolean unused = commit();
        } finally {
          writing.unlock();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for lines, and after a failure for the next try; false when closed. */
  private synchronized boolean untilDue() throws InterruptedException {
    while (!closed) {
      Duration left =
          failingSince.isPresent() ? Duration.between(clock.instant(), nextTry) : Duration.ZERO;
      if (!left.isNegative() && !left.isZero()) {
        wait(left.toMillis() + 1);
      } else if (waiting.isEmpty() && accepted.isEmpty()) {
        wait();
      } else {
        return true;
      }
    }
    return false;
  }

  /** One try to write the next group; whether it wrote something. The caller holds the lock. */
  boolean commit() {
    List<Entry> group = new ArrayList<>();
    try {
      writer.flush(clock.instant());
      settle();
      long unsaid;
      synchronized (this) {
        while (group.size() < GROUP && !waiting.isEmpty()) {
          group.add(waiting.remove());
        }
        unsaid = lostUnsaid;
      }
      if (group.isEmpty() && unsaid == 0) {
        return false;
      }
      Instant now = clock.instant();
      List<JsonObject> lines = new ArrayList<>();
      if (unsaid > 0) {
        lines.add(Lines.loss(now, unsaid));
      }
      group.forEach(entry -> lines.add(entry.line()));
      writer.accept(lines, now);
      synchronized (this) {
        lostUnsaid -= unsaid;
        accepted.addAll(group);
        group.clear();
      }
      writer.flush(clock.instant());
      settle();
      return true;
    } catch (FailureException e) {
      failed(group, e.failure());
      return false;
    }
  }

  private synchronized void settle() {
    accepted.forEach(entry -> entry.settled().countDown());
    written += accepted.size();
    accepted.clear();
    failingSince = Optional.empty();
    cause = Optional.empty();
    retry = FIRST_RETRY;
  }

  private void failed(List<Entry> notTaken, Failure failure) {
    synchronized (this) {
      for (int i = notTaken.size() - 1; i >= 0; i--) {
        waiting.addFirst(notTaken.get(i));
      }
      Instant now = clock.instant();
      retry = failingSince.isEmpty() ? FIRST_RETRY : min(retry.multipliedBy(2), LAST_RETRY);
      nextTry = now.plus(retry);
      failingSince = failingSince.or(() -> Optional.of(now));
      cause = Optional.of(failure.seen());
      accepted.forEach(entry -> entry.settled().countDown());
      waiting.forEach(entry -> entry.settled().countDown());
    }
    failures.accept(failure);
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
