package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Share;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who may begin a job now, so that one caller's backlog does not keep others waiting.
 *
 * <p>The host takes messages in their order, and takes more as long as no more than {@code slots}
 * run. These slots are divided among the callers who have work here, by weight; whoever has its
 * part already goes to the end of the queue, with a delay: the time at which, as its jobs have gone
 * so far, its turn should come. So messages are looked through without pause, and each only once or
 * twice. Counts are this process's own. Thread safe.
 */
final class Shares {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Duration FORGOTTEN = Duration.ofMinutes(1);

  private final int slots;
  private final InstantSource clock;
  private final Map<String, Queue> queues = new HashMap<>();

  Shares(int slots, InstantSource clock) {
    this.slots = slots;
    this.clock = clock;
  }

  /** The work of one caller. */
  private static final class Queue {
    private int weight;
    private int running;
    private Instant seen;
    private Instant nextTurn;
    private Duration usual = Duration.ofSeconds(1);

    private Queue(Instant now) {
      seen = now;
      nextTurn = now;
    }
  }

  /**
   * Lets a job begin; {@link #leave} must follow.
   *
   * @param caller whose it is
   * @return nothing if it may begin; otherwise how long it has to wait
   */
  synchronized Optional<Duration> enter(String caller, Share share) {
    Instant now = clock.instant();
    queues.values().removeIf(q -> q.running == 0 && now.isAfter(q.seen.plus(FORGOTTEN)));
    Queue queue = queues.computeIfAbsent(caller, c -> new Queue(now));
    queue.weight = share.weight();
    queue.seen = now;
    int part = Math.min(share.concurrency(), part(queue));
    if (queue.running < part) {
      queue.running++;
      return Optional.empty();
    }
    Instant from = queue.nextTurn.isAfter(now) ? queue.nextTurn : now;
    Duration wait = clamp(Duration.between(now, from.plus(queue.usual.dividedBy(part))));
    queue.nextTurn = now.plus(wait);
    return Optional.of(wait);
  }

  private int part(Queue queue) {
    int all = queues.values().stream().mapToInt(q -> q.weight).sum();
    return Math.max(1, slots * queue.weight / all);
  }

  /** A job has ended, or its attempt has. */
  synchronized void leave(String caller, Duration took) {
    Queue queue = queues.get(caller);
    if (queue != null) {
      queue.running--;
      queue.seen = clock.instant();
      queue.usual = queue.usual.multipliedBy(7).plus(took).dividedBy(8);
    }
  }

  /** How many run. */
  synchronized int running() {
    return queues.values().stream().mapToInt(q -> q.running).sum();
  }

  private static Duration clamp(Duration wait) {
    Duration most = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    return most.compareTo(SHORTEST) < 0 ? SHORTEST : most;
  }
}
