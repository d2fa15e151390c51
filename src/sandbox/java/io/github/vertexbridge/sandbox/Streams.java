package io.github.vertexbridge.sandbox;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Streams, sent whole: what comes when is the network's business, what comes is the API's. */
final class Streams {
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
}
