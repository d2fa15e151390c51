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

/**
 * What an answer says about itself, read in one pass over its bytes.
 *
 * @param usage numbers of {@code usageMetadata} (Gemini) by their names there
 * @param facts {@code responseId}, {@code modelVersion} ({@code modelVersionId} of endpoints), {@code
 *     trafficType}
 */
record AnswerFacts(Map<String, Long> usage, Map<String, String> facts) {
  private static final String USAGE = "usageMetadata";
  private static final Set<String> FACTS = Set.of("responseId", "modelVersion", "modelVersionId");
  private static final String TRAFFIC = "trafficType";

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
        readObject(reader);
      }
      reader.endArray();
    } else {
      readObject(reader);
    }
  }

  private void readObject(JsonReader reader) throws IOException {
    if (reader.peek() != JsonToken.BEGIN_OBJECT) {
      reader.skipValue();
      return;
    }
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (FACTS.contains(name) && reader.peek() == JsonToken.STRING) {
        facts.put(name, Redaction.scrub(reader.nextString()));
      } else if (name.equals(USAGE) && reader.peek() == JsonToken.BEGIN_OBJECT) {
        readUsage(reader);
      } else {
        reader.skipValue();
      }
    }
    reader.endObject();
  }

  private void readUsage(JsonReader reader) throws IOException {
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (reader.peek() == JsonToken.NUMBER) {
        usage.put(name, reader.nextLong());
      } else if (name.equals(TRAFFIC) && reader.peek() == JsonToken.STRING) {
        facts.put(TRAFFIC, Redaction.scrub(reader.nextString()));
      } else {
        reader.skipValue();
      }
    }
    reader.endObject();
  }
}
