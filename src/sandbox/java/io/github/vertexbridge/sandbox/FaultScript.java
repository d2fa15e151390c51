package io.github.vertexbridge.sandbox;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A fault as the admin route takes it: {@code component}, {@code kind} ({@code status} with {@code
 * status}, {@code body}, {@code headers}; {@code delay} and {@code drip} with {@code millis};
 * {@code hang}; {@code reset}; {@code lost}; {@code stream-error} with {@code after}, {@code bare},
 * {@code body}; {@code redirect} with {@code location}, {@code status}; {@code html} with {@code
 * status}) and {@code times}, absent: until cleared.
 */
record FaultScript(String component, Fault fault, Optional<Integer> times) {

  static FaultScript parse(JsonObject json) {
    JsonFields fields = new JsonFields(json);
    String component = required(fields.text("component"), "component");
    String kind = required(fields.text("kind"), "kind");
    Fault fault =
        switch (kind) {
          case "status" -> status(fields);
          case "delay" -> Fault.delay(millis(fields, 1000));
          case "hang" -> Fault.hang();
          case "drip" -> Fault.drip(millis(fields, 100));
          case "reset" -> Fault.reset();
          case "lost" -> Fault.lost();
          case "stream-error" -> streamError(fields);
          case "redirect" ->
              Fault.redirect(code(fields, 307), required(fields.text("location"), "location"));
          case "html" -> Fault.html(code(fields, 502));
          default -> throw new IllegalArgumentException("no kind of fault: " + kind);
        };
    Optional<Integer> times = fields.number("times").map(Math::toIntExact);
    fields.done();
    return new FaultScript(component, fault, times);
  }

  void apply(Faults faults) {
    if (times.isPresent()) {
      faults.add(component, fault, times.get());
    } else {
      faults.untilCleared(component, fault);
    }
  }

  private static Fault status(JsonFields fields) {
    Map<String, String> headers = new LinkedHashMap<>(Map.of("Content-Type", Reply.JSON));
    headers.putAll(fields.map("headers"));
    return Fault.status(code(fields, 503), fields.raw("body").orElse(""), headers);
  }

  private static Fault streamError(JsonFields fields) {
    return Fault.streamError(
        Math.toIntExact(fields.number("after").orElse(1L)),
        fields.truth("bare").orElse(false),
        fields.raw("body").orElse(Fault.EXHAUSTED));
  }

  private static int code(JsonFields fields, int standard) {
    int code = fields.number("status").map(Math::toIntExact).orElse(standard);
    if (code < 200 || code > 599) {
      throw new IllegalArgumentException("status is 200 to 599");
    }
    return code;
  }

  private static Duration millis(JsonFields fields, long standard) {
    return Duration.ofMillis(fields.number("millis").orElse(standard));
  }

  private static String required(Optional<String> value, String name) {
    return value.orElseThrow(() -> new IllegalArgumentException("field " + name + " is missing"));
  }
}
