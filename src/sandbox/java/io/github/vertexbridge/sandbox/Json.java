package io.github.vertexbridge.sandbox;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Code;
import java.util.List;
import java.util.Map;

/** Messages to JSON and back, as Google's front end does it. */
final class Json {
  private Json() {}

  /** Unknown fields are refused, but in v1beta1, whose messages have more than the v1 ones here. */
  static void read(Request request, Message.Builder message, boolean beta) {
    JsonFormat.Parser parser =
        beta ? JsonFormat.parser().ignoringUnknownFields() : JsonFormat.parser();
    try {
      parser.merge(request.body().toStringUtf8(), message);
    } catch (InvalidProtocolBufferException e) {
      throw GoogleRefusal.of(
          Code.INVALID_ARGUMENT, "EMULATOR: Invalid JSON payload received. " + e.getMessage());
    }
  }

  /** An answer; enumerations as numbers if the request asks for that. */
  static Reply reply(Message message, Request request) {
    return new Reply(
        200, Map.of("Content-Type", Reply.JSON), ByteString.copyFromUtf8(text(message, request)));
  }

  static String text(Message message, Request request) {
    boolean numbers =
        request
            .queryParameters()
            .getOrDefault("$alt", List.of())
            .contains("json;enum-encoding=int");
    return print(
        numbers ? JsonFormat.printer().printingEnumsAsInts() : JsonFormat.printer(), message);
  }

  static JsonObject tree(Message message) {
    return JsonParser.parseString(line(message)).getAsJsonObject();
  }

  /** On one line, as events carry it. */
  static String line(Message message) {
    return print(JsonFormat.printer().omittingInsignificantWhitespace(), message);
  }

  private static String print(JsonFormat.Printer printer, Message message) {
    try {
      return printer.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("cannot print an answer", e);
    }
  }
}
