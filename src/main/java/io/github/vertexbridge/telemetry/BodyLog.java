package io.github.vertexbridge.telemetry;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The form of bodies, for as long as somebody has asked for it: names, structure, and how long
 * texts are, by the logger {@code bridge.body}. Never what they say. Thread safe.
 */
public final class BodyLog {
  static final String LOGGER = "bridge.body";

  private static final Logger BODIES = LoggerFactory.getLogger(LOGGER);

  private final Optional<Instant> until;
  private final InstantSource clock;

  /**
   * @param until when it ends by itself; empty: it is off
   */
  public BodyLog(Optional<Instant> until, InstantSource clock) {
    this.until = until;
    this.clock = clock;
  }

  /** Says once, at the start, that it is on. */
  public void announce() {
    on().ifPresent(end -> BODIES.warn("The form of bodies is logged until {}", end));
  }

  /** Until when it is on; empty: it is off. */
  public Optional<Instant> on() {
    return until.filter(end -> clock.instant().isBefore(end));
  }

  /**
   * Logs one body's form, if that is on.
   *
   * @param what {@code request} or {@code answer}
   */
  public void log(String what, byte[] body) {
    if (on().isPresent() && BODIES.isInfoEnabled()) {
      BODIES.info("{}, {} bytes: {}", what, body.length, form(body));
    }
  }

  private static String form(byte[] body) {
    if (body.length == 0) {
      return "empty";
    }
    try {
      JsonElement json = JsonParser.parseString(new String(body, StandardCharsets.UTF_8));
      return BodyForm.of(json);
    } catch (JsonParseException | StackOverflowError e) { // depth is the sender's choice
      return "no JSON";
    }
  }
}
