package io.github.vertexbridge.sandbox;

import com.google.protobuf.Struct;
import com.google.protobuf.Value;

/** JSON values as messages. */
final class Structs {
  private Structs() {}

  static Value number(double value) {
    return Value.newBuilder().setNumberValue(value).build();
  }

  static Value text(String value) {
    return Value.newBuilder().setStringValue(value).build();
  }

  static Value truth(boolean value) {
    return Value.newBuilder().setBoolValue(value).build();
  }

  static Value struct(Struct.Builder fields) {
    return Value.newBuilder().setStructValue(fields).build();
  }

  /** A member of an object; an unset value if it is not there or {@code from} is no object. */
  static Value member(Value from, String... names) {
    for (String name : names) {
      if (from.getStructValue().containsFields(name)) {
        return from.getStructValue().getFieldsOrThrow(name);
      }
    }
    return Value.getDefaultInstance();
  }
}
