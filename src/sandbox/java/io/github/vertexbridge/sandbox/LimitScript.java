package io.github.vertexbridge.sandbox;

import com.google.gson.JsonObject;
import java.time.Duration;

/**
 * A limit as the admin route takes it, all but {@code location} optional: {@code model} (every one
 * of the location), {@code requests} (0), {@code refusals} (until cleared), {@code retryDelay} in
 * seconds (none); of a quota also {@code metric} and {@code details} (false).
 */
final class LimitScript {
  private static final String METRIC =
      "generate_content_requests_per_minute_per_project_per_base_model";

  private LimitScript() {}

  static Limit capacity(JsonObject json) {
    JsonFields fields = new JsonFields(json);
    Limit limit = read(fields, "", false);
    fields.done();
    return limit;
  }

  static Limit quota(JsonObject json) {
    JsonFields fields = new JsonFields(json);
    String metric = fields.text("metric").orElse(METRIC);
    Limit limit = read(fields, metric, fields.truth("details").orElse(false));
    fields.done();
    return limit;
  }

  private static Limit read(JsonFields fields, String metric, boolean details) {
    return new Limit(
        fields
            .text("location")
            .orElseThrow(() -> new IllegalArgumentException("field location is missing")),
        fields.text("model").orElse(""),
        fields.number("requests").orElse(0L),
        fields.number("refusals").orElse(-1L),
        metric,
        fields.number("retryDelay").map(Duration::ofSeconds),
        details);
  }
}
