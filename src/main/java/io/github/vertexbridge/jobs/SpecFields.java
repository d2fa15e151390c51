package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Location;

/** What of a job never changes, as its record keeps it. */
final class SpecFields {
  private SpecFields() {}

  static Fields of(JobSpec spec) {
    return Fields.empty()
        .put("id", spec.id().value())
        .put("caller", CallerFields.of(spec.caller()))
        .put("order", order(spec.order()))
        .put("body", claim(spec.body()))
        .put("fingerprint", spec.fingerprint())
        .put("correlationId", spec.correlationId().value())
        .put("traceparent", spec.traceparent())
        .put("admitted", spec.admitted(), SpecFields::verdict)
        .put("created", spec.created());
  }

  static JobSpec spec(Fields fields) {
    return new JobSpec(
        new JobId(fields.text("id")),
        CallerFields.caller(fields.object("caller")),
        order(fields.object("order")),
        claim(fields.object("body")),
        fields.text("fingerprint"),
        new CorrelationId(fields.text("correlationId")),
        fields.maybe("traceparent"),
        fields.object("admitted", SpecFields::verdict),
        fields.instant("created"));
  }

  private static Fields order(JobOrder order) {
    return Fields.empty()
        .put("kind", order.kind().name())
        .put("alias", order.alias())
        .put("action", order.action())
        .put("path", order.path())
        .put("query", order.query())
        .put("location", order.location())
        .put("producerId", order.producerId())
        .put("announced", order.announced());
  }

  private static JobOrder order(Fields fields) {
    return new JobOrder(
        JobKind.valueOf(fields.text("kind")),
        fields.maybe("alias").map(AliasName::new),
        fields.maybe("action").map(ActionName::new),
        fields.maybe("path"),
        fields.text("query"),
        fields.maybe("location").map(Location::new),
        fields.maybe("producerId"),
        fields.flag("announced"));
  }

  static Fields claim(Claim claim) {
    return Fields.empty()
        .put("blob", claim.blob())
        .put("sha256", claim.sha256())
        .put("bytes", claim.bytes());
  }

  static Claim claim(Fields fields) {
    return new Claim(fields.text("blob"), fields.text("sha256"), fields.number("bytes"));
  }

  static Fields verdict(Verdict verdict) {
    return Fields.empty()
        .put("at", verdict.at())
        .put("allowed", verdict.allowed())
        .put("rule", verdict.rule())
        .put("reason", verdict.reason())
        .put("policy", verdict.policy());
  }

  static Verdict verdict(Fields fields) {
    return new Verdict(
        fields.instant("at"),
        fields.flag("allowed"),
        fields.maybe("rule"),
        fields.text("reason"),
        fields.text("policy"));
  }
}
