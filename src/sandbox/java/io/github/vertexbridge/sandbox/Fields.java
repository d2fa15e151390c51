package io.github.vertexbridge.sandbox;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import java.time.Instant;

/** Fields by name, of messages that share some. */
final class Fields {
  private Fields() {}

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

  /** A text, or "" where there is no such field. */
  static String text(Message message, String field) {
    FieldDescriptor descriptor = message.getDescriptorForType().findFieldByName(field);
    return descriptor != null && descriptor.getJavaType() == FieldDescriptor.JavaType.STRING
        ? (String) message.getField(descriptor)
        : "";
  }

  static Timestamp time(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }
}
