package io.github.vertexbridge.dev;

import com.google.gson.Gson;
import com.google.gson.JsonParser;
import io.github.vertexbridge.sandbox.Iris;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The calls of demo and smoke.
 *
 * @param project Google project
 * @param location of the model
 * @param rows flowers that are sent for prediction
 */
record DemoRequests(String project, String location, List<Iris.Row> rows) {
  private static final Gson GSON = new Gson();

  /** With one row of each species of the shipped table, from its middle. */
  static DemoRequests of(String project, String location) {
    List<Iris.Row> table = Iris.load().rows();
    return new DemoRequests(
        project, location, List.of(table.get(25), table.get(75), table.get(125)));
  }

  String generatePath() {
    return "/v1/projects/%s/locations/%s/publishers/google/models/gemini-2.5-flash:generateContent"
        .formatted(project, location);
  }

  String generateBody() {
    return GSON.toJson(
        Map.of(
            "contents",
            List.of(
                Map.of(
                    "role",
                    "user",
                    "parts",
                    List.of(Map.of("text", "Which iris has the longest petals?"))))));
  }

  String predictPath() {
    return "/bridge/predict/iris";
  }

  String predictBody() {
    return GSON.toJson(instances());
  }

  /** The request that submits a job. */
  String job() {
    return GSON.toJson(
        Map.of(
            "kind",
            "call",
            "alias",
            "chat",
            "idempotencyKey",
            UUID.randomUUID().toString(),
            "body",
            JsonParser.parseString(generateBody())));
  }

  /** A message for the queue. */
  String message(String id) {
    return GSON.toJson(Map.of("id", id, "alias", "iris", "body", instances()));
  }

  private Map<String, Object> instances() {
    return Map.of("instances", rows.stream().map(Iris.Row::measurements).toList());
  }
}
