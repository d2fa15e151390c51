package io.github.vertexbridge.localhost.worker;

/** A value on its way between host and worker. */
public sealed interface TypedData {
  /** No value. */
  record None() implements TypedData {}

  /** A string. */
  record Text(String value) implements TypedData {}

  /** A value that is not a string, as JSON text. */
  record Json(String value) implements TypedData {}

  /** Bytes. */
  @SuppressWarnings("ArrayRecordComponent") // bytes are passed through, never compared
  record Bytes(byte[] value) implements TypedData {}
}
