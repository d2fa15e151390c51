package io.github.vertexbridge.jobs;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.storage.Names;
import io.github.vertexbridge.storage.Queues;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done to look after jobs, by the root's scheduler and by operators. Thread safe. */
public final class JobOperations {
  private static final Logger LOG = LoggerFactory.getLogger(JobOperations.class);

  /** A turn to sweep ends before the next minute. */
  static final Duration TURN = Duration.ofSeconds(50);

  private final Sweeper sweeper;
  private final SweepTurn turn;
  private final Operators operators;
  private final PoisonBook poison;
  private final JobStore store;
  private final Queues queues;
  private final Shares shares;
  private final InstantSource clock;

  JobOperations(
      Sweeper sweeper,
      SweepTurn turn,
      Operators operators,
      PoisonBook poison,
      JobStore store,
      Queues queues,
      Shares shares,
      InstantSource clock) {
    this.sweeper = sweeper;
    this.turn = turn;
    this.operators = operators;
    this.poison = poison;
    this.store = store;
    this.queues = queues;
    this.shares = shares;
    this.clock = clock;
  }

  /**
   * Sweeps once, whoever's turn it is.
   *
   * @param ahead also looks at jobs whose time comes within this
   */
  public JsonObject sweep(Duration ahead) {
    Sweeper.Swept swept = sweeper.sweep(ahead);
    JsonObject json = new JsonObject();
    json.addProperty("looked", swept.looked());
    json.addProperty("found", swept.found());
    json.addProperty("expired", swept.expired());
    json.addProperty("givenUp", swept.givenUp());
    return json;
  }

  /** Sweeps if it is this process's turn. */
  public void sweepInTurn() {
    if (turn.take()) {
      LOG.info("Swept: {}", sweep(Duration.ZERO));
    }
  }

  /** Lets a failed job, or a message in poison, run again, if the policy still allows it. */
  public void replay(String id, Caller by) {
    operators.replay(id, by);
  }

  /** Takes a job or message out of poison for good. */
  public void drop(String id, Caller by) {
    operators.drop(id, by);
  }

  /**
   * What is in poison, in the order of ids.
   *
   * @param after the last one of the page before
   */
  public List<JsonObject> poison(Optional<String> after, int limit) {
    return poison.list(after, limit).stream().map(JobJson::poison).toList();
  }

  /** One entry of poison, with its message or job. */
  public JsonObject poison(String id) {
    PoisonBook.Entry entry = poison.get(id).orElseThrow(() -> Operators.unknown(id));
    JsonObject json = JobJson.poison(entry);
    if (entry.job()) {
      JobId.parse(id).flatMap(store::get).ifPresent(job -> json.add("record", JobJson.of(job)));
    } else {
      poison.message(id).ifPresent(message -> json.addProperty("message", message));
    }
    return json;
  }

  /** How the queue stands now. */
  public Backlog backlog() {
    Duration oldest =
        queues.peek(Names.REQUESTS).stream()
            .findFirst()
            .map(message -> Duration.between(message.inserted(), clock.instant()))
            .filter(age -> !age.isNegative())
            .orElse(Duration.ZERO);
    int aside =
        List.of(Names.REQUESTS, Names.WATCH).stream()
            .mapToInt(queue -> queues.length(Names.poisonOf(queue)))
            .sum();
    return new Backlog(queues.length(Names.REQUESTS), oldest, shares.running(), aside);
  }
}
