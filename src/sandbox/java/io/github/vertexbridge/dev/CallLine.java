package io.github.vertexbridge.dev;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The line that the app prints for each call, as far as the demo shows it.
 *
 * @param json all of it
 */
public record CallLine(JsonObject json) {
  private static final String MARK = " bridge.call {";

  /**
   * One step of the identity chain.
   *
   * @param name managed-identity, sts, impersonation or vertex
   * @param start when it began
   * @param millis how long it took
   * @param ok whether it succeeded
   * @param claims of the token that it gave, or its principal
   * @param expiry of that token
   */
  public record Hop(
      String name,
      Instant start,
      long millis,
      boolean ok,
      Map<String, String> claims,
      Optional<Instant> expiry) {}

  /**
   * Why a call failed.
   *
   * @param hop where; empty if before the first
   * @param text code, what was seen and what to do
   */
  public record Failure(String hop, String text) {}

  /** Reads a line of the app's output, if it is one. */
  public static Optional<CallLine> parse(String line) {
    int mark = line.indexOf(MARK);
    if (mark < 0) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new CallLine(
              JsonParser.parseString(line.substring(mark + MARK.length() - 1)).getAsJsonObject()));
    } catch (JsonParseException | IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** Its id on both clouds. */
  public String correlationId() {
    return text(json, "correlationId");
  }

  /** The rule that allowed it. */
  public String rule() {
    return text(json, "rule");
  }

  /** When the call began. */
  public Instant time() {
    return Instant.parse(text(json, "time"));
  }

  /** Whether the identity hops ran before this call. */
  public boolean tokenFromCache() {
    return json.has("tokenFromCache") && json.get("tokenFromCache").getAsBoolean();
  }

  /** The hops, in order. */
  public List<Hop> hops() {
    List<Hop> hops = new ArrayList<>();
    if (json.has("hops")) {
      json.getAsJsonArray("hops").forEach(hop -> hops.add(hop(hop.getAsJsonObject())));
    }
    return hops;
  }

  /** Why it failed, if it did. */
  public Optional<Failure> failure() {
    JsonElement failure = json.get("failure");
    if (failure == null || failure.isJsonNull()) {
      return Optional.empty();
    }
    JsonObject object = failure.getAsJsonObject();
    return Optional.of(
        new Failure(
            text(object, "hop"),
            text(object, "code") + ": " + text(object, "seen") + " " + text(object, "remedy")));
  }

  private static Hop hop(JsonObject hop) {
    Map<String, String> claims = new LinkedHashMap<>();
    if (hop.has("claims") && hop.get("claims").isJsonObject()) {
      hop.getAsJsonObject("claims")
          .entrySet()
          .forEach(claim -> claims.put(claim.getKey(), plain(claim.getValue())));
    }
    String expiry = text(hop, "expiry");
    return new Hop(
        text(hop, "hop"),
        Instant.parse(text(hop, "start")),
        hop.get("ms").getAsLong(),
        hop.get("ok").getAsBoolean(),
        claims,
        expiry.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(expiry)));
  }

  private static String text(JsonObject object, String key) {
    JsonElement value = object.get(key);
    return value == null || value.isJsonNull() ? "" : plain(value);
  }

  private static String plain(JsonElement value) {
    return value.isJsonPrimitive() ? value.getAsString() : value.toString();
  }
}
