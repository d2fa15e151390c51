package io.github.vertexbridge.audit;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.JobReport;
import io.github.vertexbridge.call.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * The JSON form of a report: one object, the line that says who called what, as whom, and why. Its
 * members are described in {@code audit.schema.json}.
 *
 * <p>Times are RFC 3339 in UTC, durations milliseconds. Holds no token, no prompt and no answer.
 */
final class AuditLine {
  private AuditLine() {}

  static JsonObject of(CallReport report) {
    JsonObject json = new JsonObject();
    json.addProperty("type", "call");
    json.addProperty("time", report.at().toString());
    json.addProperty("correlationId", report.correlationId().value());
    json.addProperty("invocationId", report.invocationId());
    json.addProperty("surface", report.surface());
    report.caller().ifPresent(caller -> json.add("caller", caller(caller)));
    report.rule().ifPresent(rule -> json.addProperty("rule", rule));
    report.policy().ifPresent(version -> json.addProperty("policy", version));
    report.shadow().ifPresent(note -> json.addProperty("shadow", note));
    report.alias().ifPresent(alias -> json.addProperty("alias", alias.value()));
    report.target().ifPresent(target -> json.add("target", target(target)));
    json.addProperty("edited", report.edited());
    json.addProperty("tokenFromCache", report.tokenFromCache());
    JsonArray hops = new JsonArray();
    for (HopRecord hop : report.hops()) {
      hops.add(hop(hop, report.at()));
    }
    json.add("hops", hops);
    JsonArray attempts = new JsonArray();
    report.attempts().forEach(attempt -> attempts.add(attempt(attempt)));
    json.add("attempts", attempts);
    json.addProperty("status", report.status());
    report.failure().ifPresent(failure -> json.add("failure", failure(failure)));
    JsonObject usage = new JsonObject();
    report.usage().forEach(usage::addProperty);
    json.add("usage", usage);
    JsonObject facts = new JsonObject();
    report.facts().forEach(facts::addProperty);
    json.add("facts", facts);
    JsonObject bytes = new JsonObject();
    bytes.addProperty("request", report.requestBytes());
    bytes.addProperty("answer", report.answerBytes());
    json.add("bytes", bytes);
    json.addProperty("ms", millis(report.duration()));
    return json;
  }

  static JsonObject of(JobReport report) {
    JsonObject json = new JsonObject();
    json.addProperty("type", "job");
    json.addProperty("time", report.at().toString());
    json.addProperty("event", report.event());
    json.addProperty("job", report.job());
    json.addProperty("kind", report.kind());
    report.caller().ifPresent(caller -> json.add("caller", caller(caller)));
    json.addProperty("attempts", report.attempts());
    json.addProperty("correlationId", report.correlationId().value());
    report.failure().ifPresent(failure -> json.add("failure", failure(failure)));
    report.by().ifPresent(by -> json.add("by", caller(by)));
    return json;
  }

  private static JsonObject caller(Caller caller) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", caller.kind().name().toLowerCase(java.util.Locale.ROOT));
    caller.object().ifPresent(id -> json.addProperty("oid", id.value()));
    caller.application().ifPresent(id -> json.addProperty("appid", id.value()));
    caller.tenant().ifPresent(id -> json.addProperty("tid", id.value()));
    caller.queue().ifPresent(name -> json.addProperty("queue", name));
    add(json, "roles", caller.roles());
    add(json, "groups", caller.groups());
    return json;
  }

  private static void add(JsonObject json, String name, Set<String> values) {
    if (!values.isEmpty()) {
      JsonArray array = new JsonArray();
      values.stream().sorted().map(JsonPrimitive::new).forEach(array::add);
      json.add(name, array);
    }
  }

  private static JsonObject target(Target target) {
    JsonObject json = new JsonObject();
    json.addProperty("project", target.project().value());
    json.addProperty("location", target.location().value());
    json.addProperty("resource", target.resource().value());
    json.addProperty("action", target.action().value());
    json.addProperty("model", target.model().value());
    json.addProperty("transport", target.transport().name().toLowerCase(java.util.Locale.ROOT));
    return json;
  }

  private static JsonObject hop(HopRecord hop, Instant callBegan) {
    JsonObject json = new JsonObject();
    json.addProperty("hop", hop.hop().label());
    json.addProperty("start", hop.start().toString());
    if (hop.hop() != Hop.VERTEX && hop.start().isBefore(callBegan)) {
      json.addProperty("ageMs", millis(Duration.between(hop.start(), callBegan)));
    }
    json.addProperty("ms", millis(hop.duration()));
    json.addProperty("ok", hop.ok());
    hop.status().ifPresent(status -> json.addProperty("status", status));
    hop.expiry().ifPresent(expiry -> json.addProperty("expiry", expiry.toString()));
    JsonObject claims = new JsonObject();
    for (Map.Entry<String, String> claim : hop.claims().entrySet()) {
      claims.addProperty(claim.getKey(), claim.getValue());
    }
    json.add("claims", claims);
    return json;
  }

  private static JsonObject attempt(Attempt attempt) {
    JsonObject json = new JsonObject();
    json.addProperty("location", attempt.location().value());
    json.addProperty(
        "kind", attempt.kind().name().toLowerCase(java.util.Locale.ROOT).replace('_', '-'));
    if (!attempt.outcome().isEmpty()) {
      json.addProperty("outcome", attempt.outcome());
    }
    json.addProperty("waitedMs", millis(attempt.waited()));
    return json;
  }

  private static JsonObject failure(Failure failure) {
    JsonObject json = new JsonObject();
    json.addProperty("code", failure.code().name());
    json.addProperty(
        "category", failure.code().category().name().toLowerCase(java.util.Locale.ROOT));
    failure.hop().ifPresent(hop -> json.addProperty("hop", hop.label()));
    json.addProperty("seen", failure.seen());
    json.addProperty("remedy", failure.remedy());
    JsonObject facts = new JsonObject();
    failure.facts().forEach(facts::addProperty);
    json.add("facts", facts);
    return json;
  }

  private static double millis(Duration duration) {
    return Math.round(duration.toNanos() / 10_000.0) / 100.0;
  }
}
