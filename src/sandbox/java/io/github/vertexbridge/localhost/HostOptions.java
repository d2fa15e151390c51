package io.github.vertexbridge.localhost;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;

/**
 * What host.json says, with the host's defaults (host.json reference and queue extension, Dedicated
 * plan).
 *
 * @param functionTimeout default 30 min
 * @param routePrefix default {@code api}
 * @param maxConcurrentRequests of HTTP; -1: no limit
 * @param maxOutstandingRequests running and waiting; -1: no limit
 * @param queues of the queue extension
 */
public record HostOptions(
    Duration functionTimeout,
    String routePrefix,
    int maxConcurrentRequests,
    int maxOutstandingRequests,
    Queues queues) {

  /**
   * Options of the queue extension.
   *
   * @param base64 whether messages are base64 (the default) or plain
   * @param batchSize messages received at once, 1 to 32
   * @param newBatchThreshold at so many running, or fewer, a new batch is received
   * @param maxDequeueCount tries before a message goes to the poison queue
   * @param maxPollingInterval longest wait on an empty queue
   * @param visibilityTimeout wait between tries
   */
  public record Queues(
      boolean base64,
      int batchSize,
      int newBatchThreshold,
      int maxDequeueCount,
      Duration maxPollingInterval,
      Duration visibilityTimeout) {}

  static HostOptions of(JsonObject hostJson) {
    if (!text(hostJson, "version", "").equals("2.0")) {
      throw new UnsupportedAppException("host.json needs \"version\": \"2.0\"");
    }
    JsonObject extensions = object(hostJson, "extensions");
    JsonObject http = object(extensions, "http");
    return new HostOptions(
        duration(hostJson, "functionTimeout", "00:30:00"),
        http.has("routePrefix") ? http.get("routePrefix").getAsString() : "api",
        number(http, "maxConcurrentRequests", -1),
        number(http, "maxOutstandingRequests", -1),
        queues(object(extensions, "queues")));
  }

  private static Queues queues(JsonObject queues) {
    int batchSize = number(queues, "batchSize", 16);
    String encoding = text(queues, "messageEncoding", "base64");
    if (!encoding.equalsIgnoreCase("base64") && !encoding.equalsIgnoreCase("none")) {
      throw new UnsupportedAppException("messageEncoding in host.json: " + encoding);
    }
    return new Queues(
        encoding.equalsIgnoreCase("base64"),
        batchSize,
        number(queues, "newBatchThreshold", batchSize / 2),
        number(queues, "maxDequeueCount", 5),
        duration(queues, "maxPollingInterval", "00:01:00"),
        duration(queues, "visibilityTimeout", "00:00:00"));
  }

  private static JsonObject object(JsonObject parent, String key) {
    JsonElement child = parent.get(key);
    return child == null ? new JsonObject() : child.getAsJsonObject();
  }

  private static int number(JsonObject object, String key, int otherwise) {
    return object.has(key) ? object.get(key).getAsInt() : otherwise;
  }

  private static String text(JsonObject object, String key, String otherwise) {
    return object.has(key) ? object.get(key).getAsString() : otherwise;
  }

  /** A .NET time span of the form {@code [d.]hh:mm:ss[.fff]}. */
  private static Duration duration(JsonObject object, String key, String otherwise) {
    String value = text(object, key, otherwise);
    try {
      String[] parts = value.split(":", -1);
      String[] head = parts[0].split("\\.", -1);
      long days = head.length == 2 ? Long.parseLong(head[0]) : 0;
      long hours = Long.parseLong(head[head.length - 1]);
      return Duration.ofDays(days)
          .plusHours(hours)
          .plusMinutes(Long.parseLong(parts[1]))
          .plus(Duration.parse("PT" + parts[2] + "S"));
    } catch (RuntimeException e) {
      throw new UnsupportedAppException(key + " in host.json is no time span: " + value);
    }
  }
}
