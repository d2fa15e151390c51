package io.github.vertexbridge.dev;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the demo's result is shown. All that it says comes from the app's lines and the counters. */
final class DemoReport {
  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  /** Claims of the text form, in order; the JSON form has all. */
  private static final Map<String, String> SHOWN = shown();

  private DemoReport() {}

  private static Map<String, String> shown() {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("iss", "issuer");
    shown.put("aud", "audience");
    shown.put("audience", "audience");
    shown.put("sub", "subject");
    shown.put("subject", "subject");
    shown.put("serviceAccount", "account");
    shown.put("host", "host");
    shown.put("target", "target");
    return shown;
  }

  static String text(Demo.Result result) {
    StringBuilder text = new StringBuilder();
    int number = 0;
    for (DemoCall call : result.calls()) {
      text.append(call(++number, call));
    }
    text.append(
        "\n%d exchange and %d mint, counted by the sandbox, served all %d calls.%n"
            .formatted(result.exchanges(), result.mints(), result.calls().size()));
    if (!result.skipped().isEmpty()) {
      text.append("SKIPPED the queue call: ").append(result.skipped()).append('\n');
    }
    return text.toString();
  }

  private static String call(int number, DemoCall call) {
    StringBuilder text = new StringBuilder();
    text.append("%n%d. %s%n".formatted(number, call.title()));
    row(text, "request", call.request());
    row(text, "answer", call.status() + " " + call.summary());
    row(text, "rule", call.line().rule());
    row(text, "correlation id", call.line().correlationId());
    for (CallLine.Hop hop : call.line().hops()) {
      text.append(hop(call.line(), hop));
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append("   %-18s%s%n".formatted(name, value));
  }

  private static String hop(CallLine call, CallLine.Hop hop) {
    StringBuilder text = new StringBuilder();
    boolean cached = hop.start().isBefore(call.time());
    text.append(
        "   %-18s%s UTC  %d ms%s%n"
            .formatted(
                hop.name(),
                CLOCK.format(hop.start()),
                hop.millis(),
                cached
                    ? ", from the cache: made " + age(hop.start(), call.time()) + " before the call"
                    : ""));
    SHOWN.forEach(
        (claim, name) -> {
          if (hop.claims().containsKey(claim)) {
            row(text, "", "%-10s%s".formatted(name, hop.claims().get(claim)));
          }
        });
    hop.expiry()
        .ifPresent(
            expiry -> row(text, "", "%-10s%s UTC".formatted("expires", SECONDS.format(expiry))));
    return text.toString();
  }

  private static String age(Instant from, Instant to) {
    Duration age = Duration.between(from, to);
    return "%d.%03d s".formatted(age.toSeconds(), age.toMillisPart());
  }

  /** The same for machines: the app's lines as they are. */
  static String json(Demo.Result result) {
    List<Map<String, Object>> calls =
        result.calls().stream()
            .map(
                call -> {
                  Map<String, Object> json = new LinkedHashMap<>();
                  json.put("title", call.title());
                  json.put("request", call.request());
                  json.put("status", call.status());
                  json.put("answer", parsed(call.answer()));
                  json.put("call", call.line().json());
                  return json;
                })
            .toList();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ok", true);
    json.put("calls", calls);
    json.put("exchanges", result.exchanges());
    json.put("mints", result.mints());
    if (!result.skipped().isEmpty()) {
      json.put("skipped", result.skipped());
    }
    return GSON.toJson(json);
  }

  static String json(DemoFailure failure) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("ok", false);
    json.put("hop", failure.hop());
    json.put("seen", failure.getMessage());
    return GSON.toJson(json);
  }

  private static JsonElement parsed(String json) {
    return JsonParser.parseString(json);
  }
}
