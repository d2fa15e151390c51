package io.github.vertexbridge.sandbox;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.github.vertexbridge.sandbox.VertexWorld.JobTimes;
import java.time.Instant;
import java.util.Optional;

/**
 * One job and what has happened to it.
 *
 * @param message as it was created, with its name
 * @param cancelled when somebody asked for that
 * @param end how it ended
 */
record Job(
    ResourceId id,
    Message message,
    Instant created,
    Optional<Instant> cancelled,
    Optional<End> end) {

  /**
   * @param state {@code SUCCEEDED}, {@code FAILED} or {@code CANCELLED}
   * @param error why, if it is not the first
   */
  record End(String state, Instant at, Optional<Status> error) {}

  static Job created(ResourceId id, Message message, Instant now) {
    return new Job(id, message, now, Optional.empty(), Optional.empty());
  }

  Job cancelledAt(Instant now) {
    return cancelled.isPresent() || end.isPresent()
        ? this
        : new Job(id, message, created, Optional.of(now), end);
  }

  Job ended(String state, Instant at, Message result, Optional<Status> error) {
    return new Job(id, result, created, cancelled, Optional.of(new End(state, at, error)));
  }

  private Instant pending(JobTimes times) {
    return created.plusSeconds(times.queued());
  }

  private Instant running(JobTimes times) {
    return pending(times).plusSeconds(times.pending());
  }

  /** When it ends if nothing else happens; a cancelled one when its cancelling is through. */
  Instant due(JobTimes times) {
    return cancelled
        .map(at -> at.plusSeconds(times.cancelling()))
        .orElse(running(times).plusSeconds(times.running()));
  }

  /** The resource as it is read, with the output-only fields that its message has. */
  Message view(JobTimes times, Instant now) {
    String state = "QUEUED";
    Instant since = created;
    if (!now.isBefore(pending(times))) {
      state = "PENDING";
      since = pending(times);
    }
    Instant starts = running(times);
    boolean started =
        !now.isBefore(starts) && cancelled.filter(at -> at.isBefore(starts)).isEmpty();
    if (started) {
      state = "RUNNING";
      since = starts;
    }
    if (cancelled.isPresent()) {
      state = "CANCELLING";
      since = cancelled.get();
    }
    Message view = message;
    if (end.isPresent()) {
      state = end.get().state();
      since = end.get().at();
      view = Fields.with(view, "end_time", Fields.time(since));
      if (end.get().error().isPresent()) {
        view = Fields.with(view, "error", end.get().error().get());
      }
    }
    if (started) {
      view = Fields.with(view, "start_time", Fields.time(starts));
    }
    view = Fields.with(view, "create_time", Fields.time(created));
    return withState(Fields.with(view, "update_time", Fields.time(since)), state);
  }

  private static Message withState(Message view, String reached) {
    FieldDescriptor state = view.getDescriptorForType().findFieldByName("state");
    return Fields.with(
        view,
        "state",
        state.getEnumType().getValues().stream()
            .filter(value -> value.getName().endsWith("_STATE_" + reached))
            .findFirst()
            .orElseThrow());
  }

  static Status cancelledStatus() {
    return Status.newBuilder()
        .setCode(Code.CANCELLED_VALUE)
        .setMessage("EMULATOR: the job was cancelled")
        .build();
  }
}
