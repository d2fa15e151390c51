package io.github.vertexbridge.sandbox;

import static java.util.Objects.requireNonNull;

import com.google.protobuf.Message;
import com.google.protobuf.util.Durations;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.QuotaFailure;
import com.google.rpc.RetryInfo;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A capacity or a quota that runs out.
 *
 * @param location whose it is
 * @param model {@code publishers/P/models/M} or {@code endpoints/ID}; "" for every one there
 * @param requests how many still get through
 * @param refusals how many are then refused before it is as if there were no limit; -1: all
 * @param metric of the quota, below {@code aiplatform.googleapis.com/}; "" for shared capacity
 * @param retryDelay in {@code RetryInfo}, if the refusal has one
 * @param details whether a quota's refusal carries ErrorInfo and QuotaFailure, as Google's API says
 *     but often does not do
 */
public record Limit(
    String location,
    String model,
    long requests,
    long refusals,
    String metric,
    Optional<Duration> retryDelay,
    boolean details) {
  private static final String EXHAUSTED =
      "Resource exhausted. Please try again later. Please refer to"
          + " https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more"
          + " details.";

  public Limit {
    requireNonNull(location, "location");
    requireNonNull(model, "model");
    requireNonNull(metric, "metric");
    if (requests < 0) {
      throw new IllegalArgumentException("requests is not negative");
    }
  }

  /** Shared capacity of a location that is used up until it is cleared. */
  public static Limit exhausted(String location) {
    return new Limit(location, "", 0, -1, "", Optional.empty(), false);
  }

  boolean covers(String where, String what) {
    return location.equals(where) && (model.isEmpty() || model.equals(what));
  }

  boolean isUsedUp() {
    return requests == 0 && refusals == 0;
  }

  Limit afterOne() {
    return requests > 0
        ? new Limit(location, model, requests - 1, refusals, metric, retryDelay, details)
        : new Limit(location, model, 0, Math.max(-1, refusals - 1), metric, retryDelay, details);
  }

  GoogleRefusal refusal(String what, String project) {
    List<Message> more = new ArrayList<>();
    if (!metric.isEmpty() && details) {
      more.add(
          ErrorInfo.newBuilder()
              .setReason("RATE_LIMIT_EXCEEDED")
              .setDomain("googleapis.com")
              .putMetadata("quota_metric", VertexGate.SERVICE + "/" + metric)
              .putMetadata("consumer", "projects/" + project)
              .putMetadata("service", VertexGate.SERVICE)
              .build());
      more.add(
          QuotaFailure.newBuilder()
              .addViolations(
                  QuotaFailure.Violation.newBuilder()
                      .setSubject("project:" + project)
                      .setDescription(quota(what)))
              .build());
    }
    retryDelay.ifPresent(
        delay ->
            more.add(
                RetryInfo.newBuilder()
                    .setRetryDelay(Durations.fromMillis(delay.toMillis()))
                    .build()));
    return GoogleRefusal.of(
        Code.RESOURCE_EXHAUSTED,
        metric.isEmpty() ? EXHAUSTED : quota(what),
        more.toArray(new Message[0]));
  }

  private String quota(String what) {
    return "Quota exceeded for aiplatform.googleapis.com/"
        + metric
        + " with base model: "
        + what.substring(what.lastIndexOf('/') + 1)
        + ". Please submit a quota increase request."
        + " https://cloud.google.com/vertex-ai/docs/generative-ai/quotas-genai.";
  }
}
