package io.github.vertexbridge.sandbox;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;

/**
 * The life of every job: pending for 2 s, running until 10 s, then succeeded, unless it was
 * cancelled. Times are the sandbox's.
 */
final class JobStates {
  private static final Duration STARTS = Duration.ofSeconds(2);
  private static final Duration ENDS = Duration.ofSeconds(10);
  private static final Duration CACHED = Duration.ofHours(1);

  private JobStates() {}

  static boolean ended(Duration age) {
    return age.compareTo(ENDS) >= 0;
  }

  /** The resource with the output-only fields that its message has. */
  static Message view(Message stored, Instant created, Duration age, boolean cancelled) {
    Message view = with(stored, "create_time", time(created));
    view = with(view, "update_time", time(created));
    FieldDescriptor state = stored.getDescriptorForType().findFieldByName("state");
    if (state == null) {
      return expiring(view, created);
    }
    String reached =
        cancelled ? "CANCELLED" : ended(age) ? "SUCCEEDED" : started(age) ? "RUNNING" : "PENDING";
    if (started(age)) {
      view = with(view, "start_time", time(created.plus(STARTS)));
    }
    if (cancelled || ended(age)) {
      view = with(view, "end_time", time(cancelled ? created.plus(age) : created.plus(ENDS)));
    }
    EnumValueDescriptor value =
        state.getEnumType().getValues().stream()
            .filter(v -> v.getName().endsWith("_STATE_" + reached))
            .findFirst()
            .orElseThrow();
    return view.toBuilder().setField(state, value).build();
  }

  private static boolean started(Duration age) {
    return age.compareTo(STARTS) >= 0;
  }

  /** A time to live is answered as the time at which it ends. */
  private static Message expiring(Message view, Instant created) {
    FieldDescriptor ttl = view.getDescriptorForType().findFieldByName("ttl");
    if (ttl == null || has(view, "expire_time")) {
      return view;
    }
    Duration lives =
        view.hasField(ttl)
            ? Duration.ofSeconds(((com.google.protobuf.Duration) view.getField(ttl)).getSeconds())
            : CACHED;
    return with(view, "expire_time", time(created.plus(lives)));
  }

  static boolean has(Message message, String field) {
    FieldDescriptor descriptor = message.getDescriptorForType().findFieldByName(field);
    return descriptor != null
        && (descriptor.hasPresence()
            ? message.hasField(descriptor)
            : !message.getField(descriptor).equals(descriptor.getDefaultValue()));
  }

  /** With a field, if the message has one of this name. */
  static Message with(Message message, String field, Object value) {
    FieldDescriptor descriptor = message.getDescriptorForType().findFieldByName(field);
    return descriptor == null ? message : message.toBuilder().setField(descriptor, value).build();
  }

  private static Timestamp time(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
