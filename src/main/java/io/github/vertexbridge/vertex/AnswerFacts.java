package io.github.vertexbridge.vertex;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Redaction;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What an answer says about itself, read in one pass over its bytes.
 *
 * @param usage numbers of {@code usageMetadata} (Gemini) or {@code usage} (chat completions,
 *     Anthropic), by their names there
 * @param facts {@code responseId}, {@code modelVersion}, {@code trafficType}
 */
record AnswerFacts(Map<String, Long> usage, Map<String, String> facts) {
  private static final Set<String> USAGE = Set.of("usageMetadata", "usage");

  /** Anthropic's streams begin with a message that has the first counts in it. */
  private static final String MESSAGE = "message";

  private static final Set<String> FACTS = Set.of("responseId", "modelVersion");
  private static final String TRAFFIC = "trafficType";
  private static final Set<String> TRAFFIC_NAMES = Set.of(TRAFFIC, "traffic_type");

  /** On the way to the traffic type in {@code usage} of chat completions. */
  private static final Set<String> EXTRA = Set.of("extra_properties", "google");

  /** No model counts more kinds of tokens; a container may answer anything. */
  private static final int MOST_COUNTS = 50;

  private static final Pattern COUNT = Pattern.compile("[0-9]{1,18}");

  /**
   * Reads an object, the objects of an array (a stream without {@code alt=sse}) or those of
   * server-sent events: the last word counts. An answer that is something else has no facts: it is
   * relayed all the same.
   */
  static AnswerFacts of(Answer answer) {
    AnswerFacts found = new AnswerFacts(new HashMap<>(), new HashMap<>());
    String type = answer.headers().get("content-type").orElse("");
    if (type.contains("event-stream")) {
      ServerSentEvents.data(answer.body()).forEach(data -> found.read(new StringReader(data)));
    } else if (type.contains("json") && answer.body().length > 0) {
      found.read(
          new InputStreamReader(new ByteArrayInputStream(answer.body()), StandardCharsets.UTF_8));
    }
    return found;
  }

  private void read(Reader text) {
    try (JsonReader reader = new JsonReader(text)) {
      read(reader);
    } catch (IOException | NumberFormatException | IllegalStateException e) {
      // Not what it claims to be: what was found before that point is all there is to know.
      return;
    }
  }

  private void read(JsonReader reader) throws IOException {
    if (reader.peek() == JsonToken.BEGIN_ARRAY) {
      reader.beginArray();
      while (reader.hasNext()) {
        readObject(reader, true);
      }
      reader.endArray();
    } else {
      readObject(reader, true);
    }
  }

  private void readObject(JsonReader reader, boolean outer) throws IOException {
    if (reader.peek() != JsonToken.BEGIN_OBJECT) {
      reader.skipValue();
      return;
    }
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (FACTS.contains(name) && reader.peek() == JsonToken.STRING) {
        facts.put(name, Redaction.scrub(reader.nextString()));
      } else if (USAGE.contains(name) && reader.peek() == JsonToken.BEGIN_OBJECT) {
        readUsage(reader, 0);
      } else if (name.equals(MESSAGE) && outer) {
        readObject(reader, false);
      } else {
        reader.skipValue();
      }
    }
    reader.endObject();
  }

  private void readUsage(JsonReader reader, int depth) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (reader.peek() == JsonToken.NUMBER) {
        String number = reader.nextString();
        if (COUNT.matcher(number).matches() && usage.size() < MOST_COUNTS) {
          usage.put(name, Long.parseLong(number));
        }
      } else if (depth < EXTRA.size()
          && EXTRA.contains(name)
          && reader.peek() == JsonToken.BEGIN_OBJECT) {
        readUsage(reader, depth + 1);
      } else if (TRAFFIC_NAMES.contains(name) && reader.peek() == JsonToken.STRING) {
        facts.put(TRAFFIC, Redaction.scrub(reader.nextString()));
      } else {
        reader.skipValue();
      }
    }
    reader.endObject();
  }
}
