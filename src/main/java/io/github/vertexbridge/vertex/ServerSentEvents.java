package io.github.vertexbridge.vertex;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a stream of server-sent events (<a
 * href="https://html.spec.whatwg.org/multipage/server-sent-events.html">HTML Standard, section
 * 9.2</a>) that has arrived whole. Only what is looked for: the stream itself is relayed as it
 * came.
 */
final class ServerSentEvents {
  private static final Pattern BLANK_LINE = Pattern.compile("\r\n\r\n|\n\n|\r\r");
  private static final Pattern LINE_END = Pattern.compile("\r\n|\n|\r");
  private static final String DATA = "data:";

  private ServerSentEvents() {}

  /** The data of each event that has some, in order; found as they are asked for. */
  static Stream<String> data(byte[] stream) {
    return BLANK_LINE
        .splitAsStream(new String(stream, StandardCharsets.UTF_8))
        .map(ServerSentEvents::dataOf)
        .filter(data -> !data.isEmpty());
  }

  private static String dataOf(String event) {
    List<String> lines =
        LINE_END
            .splitAsStream(event)
            .filter(line -> line.startsWith(DATA))
            .map(line -> line.substring(DATA.length()).stripLeading())
            .toList();
    return String.join("\n", lines);
  }
}
