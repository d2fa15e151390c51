package io.github.vertexbridge.surface;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Failures in the shape of Google's APIs: {@code {"error":{"code","message","status","details"}}}
 * (cloud.google.com/apis/design/errors). A refusal of Vertex keeps its own words and details; in
 * both cases one {@code google.rpc.ErrorInfo} of the domain {@value #DOMAIN} says what the bridge
 * knows.
 */
final class GoogleErrors {
  /** Domain of our ErrorInfo. */
  static final String DOMAIN = "vertexbridge.github.io";

  private static final String TYPE = "@type";
  private static final String DETAILS = "details";
  private static final String RPC = "type.googleapis.com/google.rpc.";

  private GoogleErrors() {}

  static byte[] body(Failure failure, CorrelationId id) {
    JsonObject error =
        failure
            .upstream()
            .flatMap(answer -> upstreamError(answer.body()))
            .orElseGet(JsonObject::new);
    error.addProperty("code", failure.code().httpStatus());
    if (!error.has("message")) {
      error.addProperty("message", failure.seen() + " " + failure.remedy());
    }
    if (!error.has("status")) {
      error.addProperty("status", failure.code().rpcStatus());
    }
    JsonArray details = new JsonArray();
    if (error.get(DETAILS) instanceof JsonArray upstreams) {
      // Its delay may be over in part, or be longer than that of another place.
      upstreams.forEach(
          detail -> {
            if (failure.retryAfter().isEmpty() || !isRetryInfo(detail)) {
              details.add(detail);
            }
          });
    }
    details.add(errorInfo(failure, id));
    failure.retryAfter().ifPresent(delay -> details.add(retryInfo(delay)));
    error.add(DETAILS, details);
    JsonObject body = new JsonObject();
    body.add("error", error);
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** The error object of an upstream's answer, also where it stands in an array of one. */
  static Optional<JsonObject> upstreamError(byte[] body) {
    try {
      JsonElement root = JsonParser.parseString(new String(body, StandardCharsets.UTF_8));
      if (root.isJsonArray() && root.getAsJsonArray().size() == 1) {
        root = root.getAsJsonArray().get(0);
      }
      return root.isJsonObject() && root.getAsJsonObject().get("error") instanceof JsonObject error
          ? Optional.of(error)
          : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty(); // HTML from the front end: our own words stand alone
    }
  }

  private static JsonObject errorInfo(Failure failure, CorrelationId id) {
    Map<String, String> metadata = new TreeMap<>(failure.facts());
    metadata.put("correlationId", id.value());
    metadata.put("seen", failure.seen());
    metadata.put("remedy", failure.remedy());
    failure.hop().ifPresent(hop -> metadata.put("hop", hop.label()));
    JsonObject values = new JsonObject();
    metadata.forEach(values::addProperty);
    JsonObject info = new JsonObject();
    info.addProperty(TYPE, RPC + "ErrorInfo");
    info.addProperty("reason", failure.code().name());
    info.addProperty("domain", DOMAIN);
    info.add("metadata", values);
    return info;
  }

  private static boolean isRetryInfo(JsonElement detail) {
    return detail instanceof JsonObject object
        && new JsonPrimitive(RPC + "RetryInfo").equals(object.get(TYPE));
  }

  private static JsonObject retryInfo(Duration delay) {
    JsonObject info = new JsonObject();
    info.addProperty(TYPE, RPC + "RetryInfo");
    info.addProperty("retryDelay", RetryHeaders.seconds(delay) + "s");
    return info;
  }
}
