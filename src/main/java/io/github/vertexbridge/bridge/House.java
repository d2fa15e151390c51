package io.github.vertexbridge.bridge;

import io.github.vertexbridge.audit.AuditState;
import io.github.vertexbridge.audit.Journal;
import io.github.vertexbridge.jobs.Backlog;
import io.github.vertexbridge.limits.Limiter;
import io.github.vertexbridge.status.Snapshot;
import io.github.vertexbridge.vertex.Attempts;
import java.util.List;
import java.util.function.Supplier;

/** How the stages do, in the words of the status page. Thread safe. */
final class House {
  private final Journal journal;
  private final Attempts attempts;
  private final Limiter limiter;
  private final Supplier<Backlog> backlog;

  House(Journal journal, Attempts attempts, Limiter limiter, Supplier<Backlog> backlog) {
    this.journal = journal;
    this.attempts = attempts;
    this.limiter = limiter;
    this.backlog = backlog;
  }

  Snapshot.Audit audit() {
    AuditState state = journal.state();
    return new Snapshot.Audit(
        state.required(),
        state.failingSince(),
        state.cause(),
        state.waiting(),
        state.lost(),
        state.written());
  }

  List<Snapshot.Cooling> cooling() {
    return attempts.cooling().entrySet().stream()
        .map(entry -> new Snapshot.Cooling(entry.getKey(), entry.getValue(), "429"))
        .toList();
  }

  List<Snapshot.Limit> limits() {
    return limiter.uses().stream()
        .map(use -> new Snapshot.Limit(use.rule(), use.name(), use.used(), use.limit()))
        .toList();
  }

  List<Snapshot.Count> jobs() {
    Backlog now = backlog.get();
    return List.of(
        new Snapshot.Count("waiting", now.waiting()),
        new Snapshot.Count("running here", now.running()),
        new Snapshot.Count("poison", now.poison()));
  }
}
