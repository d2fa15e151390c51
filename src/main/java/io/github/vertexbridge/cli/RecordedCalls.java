package io.github.vertexbridge.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.vertexbridge.call.StoredFiles;
import io.github.vertexbridge.call.StoredFiles.StoredFile;
import io.github.vertexbridge.policy.Question;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Calls that left a line: an audit line, or a line of the app's log that ends with the same object.
 * Everything else in the files is passed over.
 */
final class RecordedCalls {
  private final ObjectMapper mapper = new ObjectMapper();
  private long incomplete;

  /**
   * One call.
   *
   * @param time when, as it is written
   * @param correlationId its id
   * @param question what it asked of the policy
   */
  record Recorded(String time, String correlationId, Question question) {}

  /**
   * Gives every call of all files, in the order of their names.
   *
   * @throws IOException with a sentence for people
   */
  void read(StoredFiles files, Consumer<Recorded> calls) throws IOException {
    for (StoredFile file : files.list("")) {
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  files.read(file.name()), StandardCharsets.UTF_8.newDecoder()))) {
        lines.lines().forEach(line -> call(line).ifPresent(calls));
      } catch (UncheckedIOException e) {
        throw new IOException(file.name() + " is not in UTF-8", e);
      }
    }
  }

  /** How many calls ended before there was a caller or a target to decide on. */
  long incomplete() {
    return incomplete;
  }

  private Optional<Recorded> call(String line) {
    int start = line.indexOf('{');
    if (start < 0) {
      return Optional.empty();
    }
    JsonNode json;
    try {
      json = mapper.readTree(line.substring(start));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // other lines of the log
    }
    if (!json.has("correlationId") || !json.path("type").asText("call").equals("call")) {
      return Optional.empty();
    }
    if (json.path("surface").asText().equals("queue") && !json.has("policy")) {
      return Optional.empty(); // a look at a Vertex job, or its end: nobody asks the policy
    }
    if (!(json.path("target") instanceof ObjectNode target) || !json.has("caller")) {
      incomplete++;
      return Optional.empty();
    }
    try {
      ObjectNode call = target.deepCopy();
      call.set("alias", json.path("alias"));
      return Optional.of(
          new Recorded(
              json.path("time").asText(),
              json.path("correlationId").asText(),
              Question.of(json.path("caller"), call)));
    } catch (IllegalArgumentException e) { // written by another version
      incomplete++;
      return Optional.empty();
    }
  }
}
