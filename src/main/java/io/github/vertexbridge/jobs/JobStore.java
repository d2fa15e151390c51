package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.storage.Row;
import io.github.vertexbridge.storage.RowQuery;
import io.github.vertexbridge.storage.RowQuery.Place;
import io.github.vertexbridge.storage.Table;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Records of jobs. Of two who change one at the same time, one learns that it was not. Thread safe.
 */
final class JobStore {
  private static final String SPEC = "spec";
  private static final String STATUS = "status";
  private static final String STATE = "state";

  /** So often is a change tried again when others were faster. */
  private static final int TRIES = 20;

  private final Table table;

  JobStore(Table table) {
    this.table = table;
  }

  /** Stores a new record; nothing if there is one of this id, which stays as it is. */
  Optional<Job> add(Job job) {
    return table.insert(row(job)).map(job::stored);
  }

  Optional<Job> get(JobId id) {
    return table.get(id.partition(), id.value()).map(JobStore::job);
  }

  /** Stores a change; nothing if the record is not the version that was read any more. */
  Optional<Job> put(Job job) {
    return table.replace(row(job)).map(job::stored);
  }

  /**
   * Changes a record, however often others are faster.
   *
   * @param change of the record as it is; the same record: it stays as it is
   * @return the record as it is now; nothing if it is gone
   */
  Optional<Job> change(JobId id, UnaryOperator<Job> change) {
    for (int i = 0; i < TRIES; i++) {
      Optional<Job> before = get(id);
      if (before.isEmpty()) {
        return Optional.empty();
      }
      Job after = change.apply(before.get());
      if (after.status().equals(before.get().status())) {
        return before;
      }
      Optional<Job> stored = put(after);
      if (stored.isPresent()) {
        return stored;
      }
    }
    throw new IllegalStateException("record " + id + " changed " + TRIES + " times meanwhile");
  }

  void remove(JobId id) {
    table.delete(id.partition(), id.value());
  }

  /**
   * Records in the order of their ids, which follows no time.
   *
   * @param caller whose; empty: everybody's
   * @param after the last one of the page before
   */
  List<Job> list(
      Optional<Caller> caller, Optional<JobState> state, Optional<JobId> after, int limit) {
    Map<String, String> equal = new HashMap<>();
    state.ifPresent(wanted -> equal.put(STATE, wanted.label()));
    caller.ifPresent(one -> equal.put("scope", JobId.scope(one)));
    return table
        .list(
            new RowQuery(
                caller.map(JobId::partition),
                after.map(last -> new Place(last.partition(), last.value())),
                Optional.empty(),
                equal,
                limit))
        .stream()
        .map(JobStore::job)
        .toList();
  }

  /** Columns of their own are what is asked for, and what people want to see. */
  private static Row row(Job job) {
    return new Row(
        job.id().partition(),
        job.id().value(),
        Map.of(
            STATE,
            job.state().label(),
            "scope",
            JobId.scope(job.spec().caller()),
            "kind",
            job.spec().order().kind().label(),
            "created",
            job.spec().created().toString(),
            SPEC,
            SpecFields.of(job.spec()).toString(),
            STATUS,
            StatusFields.of(job.status()).toString()),
        job.version());
  }

  private static Job job(Row row) {
    return new Job(
        SpecFields.spec(Fields.parse(row.value(SPEC).orElseThrow())),
        StatusFields.status(Fields.parse(row.value(STATUS).orElseThrow())),
        row.version());
  }
}
