package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The attempts of one call. Confined to the call's thread. */
final class AttemptRun {
  private final Attempts means;
  private final VertexTrace trace;
  private final Deadline deadline;

  /** Where it may still be tried, the preferred place first. */
  private final List<Place> open = new ArrayList<>();

  private int made;
  private Duration waited = Duration.ZERO;

  /** One place, and what this call knows of it. */
  private static final class Place {
    private final VertexCall call;
    private final CoolDowns.Key key;
    private boolean failed;
    private boolean told;

    Place(VertexCall call) {
      this.call = call;
      this.key = CoolDowns.Key.of(call);
    }
  }

  AttemptRun(Attempts means, List<VertexCall> places, VertexTrace trace) {
    this.means = means;
    this.trace = trace;
    this.deadline = places.get(0).deadline();
    places.forEach(call -> open.add(new Place(Creates.prepared(call))));
  }

  VertexReply run() {
    Place place = free().orElseThrow(() -> throttled(Optional.empty()));
    Instant began = means.clock().instant();
    while (true) {
      Instant sent = means.clock().instant();
      FailureException failed;
      try {
        return attempt(place, sent);
      } catch (FailureException e) {
        failed = e;
      }
      Outcome outcome = Outcome.of(failed.failure());
      if (outcome.uncertain() && !place.call.target().rest().repeatable()) {
        Optional<VertexReply> found = lookUp(place, began, failed);
        if (found.isPresent()) {
          return found.get();
        }
        if (cooling(place)) {
          throw throttled(Optional.of(failed));
        }
      } else if (deadline.passed()) {
        throw last(failed);
      } else {
        place = next(place, outcome, failed, sent);
      }
    }
  }

  private VertexReply attempt(Place place, Instant sent) {
    VertexCall call = Creates.bounded(means.hosts().place(place.call, trace));
    made++;
    try {
      VertexReply reply = means.client().call(call, trace);
      tell(place, Attempt.Kind.CALL, Integer.toString(reply.answer().status()));
      means.coolDowns().served(place.key, sent);
      return reply;
    } catch (FailureException e) {
      if (e.failure().hop().equals(Optional.of(Hop.VERTEX))) {
        tell(place, Attempt.Kind.CALL, Outcome.word(e.failure()));
      }
      throw e;
    }
  }

  private void tell(Place place, Attempt.Kind kind, String outcome) {
    place.told = true;
    trace.attempted(
        place.call.target(), new Attempt(place.call.target().location(), kind, outcome, waited));
    waited = Duration.ZERO;
  }

  /** Where to go after a failure, when the time for it has come. */
  private Place next(Place place, Outcome outcome, FailureException failed, Instant sent) {
    Failure failure = failed.failure();
    switch (outcome) {
      case FINAL, UNREADABLE -> throw failed;
      case THROTTLED -> means.coolDowns().throttled(place.key, failure, sent);
      case BUSY -> {
        made--; // nothing was sent
        open.remove(place);
      }
      case NOT_SEEN, UNCERTAIN -> {
        Duration pause = Attempts.pauseAfter(failure);
        if (!place.failed && made < Attempts.MOST && Attempts.worth(pause, deadline)) {
          place.failed = true;
          sleep(pause);
          if (!cooling(place)) {
            return place;
          }
        } else {
          open.remove(place);
        }
      }
    }
    if (made >= Attempts.MOST) {
      throw outcome == Outcome.THROTTLED ? throttled(Optional.of(failed)) : last(failed);
    }
    Optional<Place> free = free();
    if (free.isPresent()) {
      return free.get();
    }
    if (open.isEmpty()) {
      throw outcome == Outcome.BUSY ? failed : last(failed);
    }
    return cooledDown(failed);
  }

  /** The first place that is free again, after a wait that is worth it. */
  private Place cooledDown(FailureException failed) {
    Duration wait = shortest();
    if (!Attempts.worth(wait, deadline)) {
      throw throttled(Optional.of(failed));
    }
    sleep(wait);
    return free().orElseThrow(() -> throttled(Optional.of(failed)));
  }

  /** The first place that does not cool down; those before it are told as left alone. */
  private Optional<Place> free() {
    for (Place place : open) {
      if (!cooling(place)) {
        return Optional.of(place);
      }
      if (!place.told) {
        tell(place, Attempt.Kind.MEMORY, "");
      }
    }
    return Optional.empty();
  }

  private boolean cooling(Place place) {
    return !means.coolDowns().remaining(place.key).isZero();
  }

  private Place soonest() {
    return open.stream()
        .min(Comparator.comparing(place -> means.coolDowns().remaining(place.key)))
        .orElseThrow();
  }

  private Duration shortest() {
    return means.coolDowns().remaining(soonest().key);
  }

  private void sleep(Duration atLeast) {
    waited = waited.plus(means.sleep(atLeast));
  }

  private FailureException last(FailureException failed) {
    return new FailureException(failed.failure().asFinal(), failed);
  }

  /** The 429 that says when the first of the places is free again. */
  private FailureException throttled(Optional<FailureException> failed) {
    Duration left = shortest();
    Failure failure =
        failed
            .map(FailureException::failure)
            .filter(f -> Outcome.of(f) == Outcome.THROTTLED)
            .orElseGet(() -> means.coolDowns().failure(soonest().key))
            .withRetryAfter(left);
    boolean end = made >= Attempts.MOST || left.compareTo(Attempts.LONGEST_WAIT) > 0;
    return new FailureException(end ? failure.asFinal() : failure);
  }

  /** Whether what must not be done twice was done. */
  private Optional<VertexReply> lookUp(Place place, Instant began, FailureException failed) {
    Duration pause = Attempts.pauseAfter(failed.failure());
    if (!Creates.canBeLookedUp(place.call.target())
        || made >= Attempts.MOST
        || !Attempts.worth(pause, deadline)) {
      throw new FailureException(Creates.unknown(place.call, "it was not looked up"), failed);
    }
    sleep(pause);
    made++;
    tell(place, Attempt.Kind.LOOK_UP, "");
    Optional<VertexReply> found = means.creates().find(place.call, began, trace);
    if (found.isEmpty() && made >= Attempts.MOST) {
      throw new FailureException(
          Creates.unknown(place.call, "it was not there a moment later"), failed);
    }
    return found;
  }
}
