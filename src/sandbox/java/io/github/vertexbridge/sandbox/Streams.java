package io.github.vertexbridge.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Streams, sent whole: what comes when is the network's business, what comes is the API's. */
final class Streams {
  private static final Pattern END_OF_EVENT = Pattern.compile("\r?\n\r?\n");

  private Streams() {}

  /** Server-sent events with these data, as Google ends their lines. */
  static Reply events(List<String> data) {
    return new Reply(
        200,
        Map.of("Content-Type", "text/event-stream"),
        ByteString.copyFromUtf8(
            data.stream().map(d -> "data: " + d + "\r\n\r\n").collect(Collectors.joining())));
  }

  /** One JSON array of these elements. */
  static Reply array(List<String> elements) {
    return new Reply(
        200,
        Map.of("Content-Type", Reply.JSON),
        ByteString.copyFromUtf8("[" + String.join("\n,\r\n", elements) + "\n]\n"));
  }

  /** A refusal in an array of one, as streams and the OpenAI-compatible endpoint send it. */
  static Reply inArray(Reply refusal) {
    return new Reply(
        refusal.status(),
        refusal.headers(),
        ByteString.copyFromUtf8("[" + refusal.body().toStringUtf8().strip() + "\n]\n"));
  }

  /** A stream that breaks off with an error; any other answer as it is. */
  static Reply broken(Reply reply, Fault.StreamError fault) {
    String type = reply.headers().getOrDefault("Content-Type", "");
    String body = reply.body().toStringUtf8();
    if (reply.status() == 200 && type.startsWith("text/event-stream")) {
      String first = first(body, fault.after());
      String error =
          fault.bare() ? pretty(fault.error()) + "\r\n" : "data: " + fault.error() + "\r\n\r\n";
      return new Reply(200, reply.headers(), ByteString.copyFromUtf8(first + error));
    }
    if (reply.status() == 200 && body.startsWith("[")) {
      List<String> chunks = new ArrayList<>();
      for (JsonElement chunk : JsonParser.parseString(body).getAsJsonArray()) {
        if (chunks.size() < fault.after()) {
          chunks.add(chunk.toString());
        }
      }
      chunks.add(fault.error());
      return array(chunks);
    }
    return reply;
  }

  private static String first(String body, int chunks) {
    return END_OF_EVENT
        .matcher(body)
        .results()
        .limit(chunks)
        .reduce((one, next) -> next)
        .map(last -> body.substring(0, last.end()))
        .orElse("");
  }

  private static String pretty(String json) {
    return Reply.json(200, JsonParser.parseString(json)).body().toStringUtf8().strip();
  }
}
