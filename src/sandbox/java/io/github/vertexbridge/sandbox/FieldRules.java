package io.github.vertexbridge.sandbox;

import com.google.api.FieldBehavior;
import com.google.api.FieldBehaviorProto;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import java.util.List;

/** What the protos' {@code google.api.field_behavior} says of a message that a client sends. */
final class FieldRules {
  private FieldRules() {}

  /**
   * @throws GoogleRefusal INVALID_ARGUMENT that names the first required field that is missing
   */
  static void check(Message message) {
    check(message, "");
  }

  private static void check(Message message, String path) {
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      String name = path + field.getName();
      if (is(field, FieldBehavior.REQUIRED) && missing(message, field, path.isEmpty())) {
        throw GoogleRefusal.of(
            Code.INVALID_ARGUMENT,
            "EMULATOR: List of found errors: 1.Field: " + name + "; Message: Required field.");
      }
      if (field.getJavaType() == JavaType.MESSAGE && !field.isMapField()) {
        if (field.isRepeated()) {
          for (Object item : (List<?>) message.getField(field)) {
            check((Message) item, name + ".");
          }
        } else if (message.hasField(field)) {
          check((Message) message.getField(field), name + ".");
        }
      }
    }
  }

  /** Below the top a number may well be 0, which nobody can tell from one that is not there. */
  private static boolean missing(Message message, FieldDescriptor field, boolean top) {
    if (field.isRepeated()) {
      return message.getRepeatedFieldCount(field) == 0;
    }
    if (field.hasPresence()) {
      return !message.hasField(field);
    }
    boolean tells =
        switch (field.getJavaType()) {
          case STRING, BYTE_STRING, ENUM -> true;
          default -> top;
        };
    return tells && message.getField(field).equals(field.getDefaultValue());
  }

  /** Without what only the service writes: Google ignores it in requests. */
  static Message withoutOutput(Message message) {
    Message.Builder kept = message.toBuilder();
    for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
      if (is(field, FieldBehavior.OUTPUT_ONLY)) {
        kept.clearField(field);
      }
    }
    return kept.build();
  }

  private static boolean is(FieldDescriptor field, FieldBehavior behavior) {
    return field.getOptions().getExtension(FieldBehaviorProto.fieldBehavior).contains(behavior);
  }
}
