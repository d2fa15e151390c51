package io.github.vertexbridge.vertex;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import com.google.gson.stream.MalformedJsonException;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/**
 * Numbers on their way through {@code google.protobuf.Value}, which knows doubles only and prints
 * {@code 1} as {@code 1.0}.
 */
final class JsonNumbers {
  /** 2^53: up to here a double holds every integer. */
  private static final long LARGEST_EXACT = 1L << 53;

  /** No integer of more characters is below 2^53. */
  private static final int LONGEST_EXACT = 17;

  private JsonNumbers() {}

  /**
   * Refuses JSON with an integer beyond 2^53, or a number beyond a double's range.
   *
   * @param remedy what else the sender can do than to write such a number as a string
   * @throws FailureException naming the path of the number, for example {@code $.instances[0].id};
   *     also if the text is not JSON
   */
  static void requireExact(String json, String remedy) {
    try (JsonReader reader = new JsonReader(new StringReader(json))) {
      while (reader.peek() != JsonToken.END_DOCUMENT) {
        switch (reader.peek()) {
          case BEGIN_ARRAY -> reader.beginArray();
          case END_ARRAY -> reader.endArray();
          case BEGIN_OBJECT -> reader.beginObject();
          case END_OBJECT -> reader.endObject();
          case NAME -> {
            String unused = reader.nextName();
          }
          case NUMBER -> {
            String path = reader.getPath();
            if (!exact(reader.nextString())) {
              throw notExact(path, remedy).asException();
            }
          }
          default -> reader.skipValue();
        }
      }
    } catch (MalformedJsonException | EOFException | IllegalStateException e) {
      throw new FailureException(
          Failure.of(FailureCode.BODY_NOT_JSON, "The body is not JSON.", "Send one JSON object."),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same JSON with whole doubles up to 2^53 written as integers. */
  static String withIntegers(String json) throws IOException {
    StringWriter out = new StringWriter(json.length());
    try (JsonReader reader = new JsonReader(new StringReader(json));
        JsonWriter writer = new JsonWriter(out)) {
      while (reader.peek() != JsonToken.END_DOCUMENT) {
        copy(reader, writer);
      }
    }
    return out.toString();
  }

  private static void copy(JsonReader reader, JsonWriter writer) throws IOException {
    switch (reader.peek()) {
      case BEGIN_ARRAY -> {
        reader.beginArray();
        writer.beginArray();
      }
      case END_ARRAY -> {
        reader.endArray();
        writer.endArray();
      }
      case BEGIN_OBJECT -> {
        reader.beginObject();
        writer.beginObject();
      }
      case END_OBJECT -> {
        reader.endObject();
        writer.endObject();
      }
      case NAME -> writer.name(reader.nextName());
      case STRING -> writer.value(reader.nextString());
      case BOOLEAN -> writer.value(reader.nextBoolean());
      case NUMBER -> {
        double value = reader.nextDouble();
        if (value == Math.rint(value) && Math.abs(value) <= LARGEST_EXACT) {
          writer.value((long) value);
        } else {
          writer.value(value);
        }
      }
      case NULL -> {
        reader.nextNull();
        writer.nullValue();
      }
      case END_DOCUMENT -> throw new EOFException();
    }
  }

  private static boolean exact(String number) {
    boolean integer = number.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
    if (!integer) {
      return Double.isFinite(Double.parseDouble(number));
    }
    return number.length() <= LONGEST_EXACT && Math.abs(Long.parseLong(number)) <= LARGEST_EXACT;
  }

  private static Failure notExact(String path, String remedy) {
    return Failure.of(
        FailureCode.NUMBER_NOT_EXACT,
        "The number at " + path + " cannot go over gRPC unchanged.",
        "Send it as a string, or " + remedy);
  }
}
