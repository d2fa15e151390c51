package io.github.vertexbridge.vertex;

import static io.github.vertexbridge.call.FailureCode.VERTEX_INVALID_REQUEST;
import static io.github.vertexbridge.call.FailureCode.VERTEX_MALFORMED;
import static io.github.vertexbridge.call.FailureCode.VERTEX_NOT_FOUND;
import static io.github.vertexbridge.call.FailureCode.VERTEX_PERIMETER;
import static io.github.vertexbridge.call.FailureCode.VERTEX_PERMISSION_DENIED;
import static io.github.vertexbridge.call.FailureCode.VERTEX_REFUSED;
import static io.github.vertexbridge.call.FailureCode.VERTEX_SERVICE_DISABLED;
import static io.github.vertexbridge.call.FailureCode.VERTEX_THROTTLED;
import static io.github.vertexbridge.call.FailureCode.VERTEX_TIMEOUT;
import static io.github.vertexbridge.call.FailureCode.VERTEX_UNAUTHENTICATED;
import static io.github.vertexbridge.call.FailureCode.VERTEX_UNAVAILABLE;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.Redaction;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Turns Vertex's refusals into failures, by HTTP status and {@code ErrorInfo.reason}
 * (google/api/error_reason.proto); never by text, but for the kind of a 429 and of a wrong
 * location.
 *
 * <p>Vertex's own message is not repeated in {@link Failure#seen()}, since it may quote the prompt;
 * the caller gets it in {@link Failure#upstream()}.
 */
final class Refusals {

  /**
   * One row: the first that matches decides.
   *
   * @param id of the failure catalogue, or empty
   * @param kind for machines, or empty
   */
  private record Row(
      String id,
      Predicate<Refused> when,
      FailureCode code,
      String kind,
      Function<Refused, String> remedy) {}

  private static final List<Row> ROWS =
      List.of(
          row(
              "V01",
              401,
              r -> r.reason("CREDENTIALS_MISSING"),
              VERTEX_UNAUTHENTICATED,
              "Look for a proxy that removes the Authorization header on the way to Vertex."),
          row(
              "V02",
              401,
              r -> r.reason("ACCESS_TOKEN_EXPIRED"),
              VERTEX_UNAUTHENTICATED,
              "Check the clock of the instance."),
          row(
              "I09",
              401,
              r -> r.reason("ACCOUNT_STATE_INVALID"),
              VERTEX_UNAUTHENTICATED,
              r -> "Enable " + r.principal() + ": gcloud iam service-accounts enable."),
          row(
              "V03",
              401,
              VERTEX_UNAUTHENTICATED,
              "Vertex refused a fresh token too: call as a service account if the call was direct, "
                  + "and check that the pool is not disabled."),
          row(
              "V05",
              403,
              r -> r.reason("SERVICE_DISABLED"),
              VERTEX_SERVICE_DISABLED,
              r ->
                  "gcloud services enable aiplatform.googleapis.com --project="
                      + r.meta("consumer").map(c -> c.replace("projects/", "")).orElse(r.project())
                      + ", then wait a few minutes."),
          row(
              "V06",
              403,
              Refused::perimeter,
              VERTEX_PERIMETER,
              "Give the unique identifier to the administrator of the VPC Service Controls "
                  + "perimeter, which must admit sts, iamcredentials and aiplatform."),
          row(
              "V07",
              403,
              r -> r.reason("USER_PROJECT_DENIED"),
              VERTEX_PERMISSION_DENIED,
              r ->
                  "Grant roles/serviceusage.serviceUsageConsumer on the quota project to "
                      + r.principal()
                      + "."),
          row(
              "V08",
              403,
              r -> r.reason("ACCESS_TOKEN_SCOPE_INSUFFICIENT"),
              VERTEX_PERMISSION_DENIED,
              "Ask for the scope https://www.googleapis.com/auth/cloud-platform."),
          row(
              "V09",
              403,
              r -> r.reason("BILLING_DISABLED"),
              VERTEX_PERMISSION_DENIED,
              r -> "gcloud billing projects link " + r.project() + " --billing-account=ACCOUNT"),
          row(
              "V04",
              403,
              VERTEX_PERMISSION_DENIED,
              r ->
                  "Grant roles/aiplatform.user on project "
                      + r.project()
                      + " to "
                      + r.principal()
                      + ", or correct the project; a change takes a few minutes."),
          elsewhere(
              "V12",
              400,
              Refused::globalOnly,
              VERTEX_INVALID_REQUEST,
              "global-only",
              "Call it in global, if the policy allows that."),
          elsewhere(
              "",
              400,
              Refused::otherLocation,
              VERTEX_INVALID_REQUEST,
              "location",
              "Call it in the location that Vertex's own message names."),
          row(
              "V12",
              400,
              r -> r.error().status().filter("FAILED_PRECONDITION"::equals).isPresent(),
              VERTEX_INVALID_REQUEST,
              "The model may be served in other locations only, or be barred by the organization's "
                  + "policy (vertexai.allowedModels): Vertex's own message says which."),
          row("", 400, VERTEX_INVALID_REQUEST, "Change what Vertex's own message names."),
          row("", 413, VERTEX_INVALID_REQUEST, "Send less in one call."),
          row("", 415, VERTEX_INVALID_REQUEST, "Send the media type that the model takes."),
          row("", 422, VERTEX_INVALID_REQUEST, "Change what the model's own message names."),
          elsewhere(
              "V10",
              404,
              Refused::modelNotHere,
              VERTEX_NOT_FOUND,
              "location",
              "Check the model's name and version, and which locations serve it."),
          row(
              "V10",
              404,
              r -> r.error().structured(),
              VERTEX_NOT_FOUND,
              r ->
                  "Check the name, its version, and that it is served in "
                      + r.call().target().location()
                      + "."),
          row(
              "V11",
              404,
              VERTEX_NOT_FOUND,
              "Check that the host belongs to the location: this answer is not Vertex's own."),
          throttled(
              "V14",
              Refused::quota,
              "quota",
              "Ask for a higher quota of the named metric, or send less."),
          throttled(
              "V15",
              Refused::dedicated,
              "provisioned-throughput",
              "The purchased throughput is used up: drop X-Vertex-AI-LLM-Request-Type, or buy more."),
          throttled(
              "V13",
              r -> true,
              "shared-capacity",
              "The shared capacity is exhausted, which no quota changes: wait, use another location "
                  + "or global, or buy provisioned throughput."),
          row("", 504, VERTEX_TIMEOUT, "Give the call more time, or ask for less in one call."),
          row("", 500, VERTEX_UNAVAILABLE, "Try again after a second or more."),
          row("", 502, VERTEX_UNAVAILABLE, "Try again after a second or more."),
          row("", 503, VERTEX_UNAVAILABLE, "Try again after a second or more."),
          new Row(
              "",
              r -> r.answer().status() / 100 == 3,
              VERTEX_MALFORMED,
              "redirect",
              r -> "Check the configured address of Vertex: Vertex itself never redirects."),
          new Row("", r -> true, VERTEX_REFUSED, "", r -> "Read Vertex's own message."));

  private final InstantSource clock;

  Refusals(InstantSource clock) {
    this.clock = clock;
  }

  /** The failure that an answer of another status than 2xx means. */
  Failure failure(VertexCall call, Answer answer) {
    Refused refused = new Refused(call, answer, UpstreamError.of(answer));
    Row row = ROWS.stream().filter(r -> r.when().test(refused)).findFirst().orElseThrow();
    // Relayed as it is, a redirect would send the caller's client, token and all, to another host.
    boolean redirect = answer.status() / 100 == 3;
    return new Failure(
        row.code(),
        Optional.of(Hop.VERTEX),
        seen(refused),
        row.remedy().apply(refused),
        facts(refused, row),
        RetryDelay.of(refused, clock),
        redirect ? Optional.empty() : Optional.of(answer));
  }

  private static String seen(Refused refused) {
    StringBuilder seen = new StringBuilder("Vertex answered ").append(refused.answer().status());
    refused.error().status().ifPresent(s -> seen.append(' ').append(s));
    refused.error().reason().ifPresent(r -> seen.append(", reason ").append(r));
    refused.meta("permission").ifPresent(p -> seen.append(", permission ").append(p));
    refused.meta("quota_metric").ifPresent(q -> seen.append(", quota ").append(q));
    return Redaction.scrub(seen.append(", to ").append(refused.call().target().label()).toString())
        + ".";
  }

  private static Map<String, String> facts(Refused refused, Row row) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("upstreamStatus", Integer.toString(refused.answer().status()));
    refused.error().status().ifPresent(s -> facts.put("rpcStatus", Redaction.scrub(s)));
    refused.error().reason().ifPresent(r -> facts.put("reason", Redaction.scrub(r)));
    for (String name : List.of("permission", "resource", "service", "consumer", "uid")) {
      refused.meta(name).ifPresent(v -> facts.put(name, Redaction.scrub(v)));
    }
    refused.meta("quota_metric").ifPresent(v -> facts.put("quotaMetric", Redaction.scrub(v)));
    if (!row.kind().isEmpty()) {
      facts.put("kind", row.kind());
    }
    if (!row.id().isEmpty()) {
      facts.put("catalogue", row.id());
    }
    return facts;
  }

  private static Row row(String id, int status, FailureCode code, String remedy) {
    return row(id, status, r -> true, code, r -> remedy);
  }

  private static Row row(
      String id, int status, FailureCode code, Function<Refused, String> remedy) {
    return row(id, status, r -> true, code, remedy);
  }

  private static Row row(
      String id, int status, Predicate<Refused> when, FailureCode code, String remedy) {
    return row(id, status, when, code, r -> remedy);
  }

  private static Row row(
      String id,
      int status,
      Predicate<Refused> when,
      FailureCode code,
      Function<Refused, String> remedy) {
    return new Row(id, r -> r.answer().status() == status && when.test(r), code, "", remedy);
  }

  private static Row elsewhere(
      String id,
      int status,
      Predicate<Refused> when,
      FailureCode code,
      String kind,
      String remedy) {
    return new Row(id, r -> r.answer().status() == status && when.test(r), code, kind, r -> remedy);
  }

  private static Row throttled(String id, Predicate<Refused> when, String kind, String remedy) {
    return new Row(
        id, r -> r.answer().status() == 429 && when.test(r), VERTEX_THROTTLED, kind, r -> remedy);
  }
}
