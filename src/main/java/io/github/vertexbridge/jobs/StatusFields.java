package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import java.util.stream.Collectors;

/** What of a job changes, as its record keeps it. */
final class StatusFields {
  private StatusFields() {}

  static Fields of(JobStatus status) {
    return Fields.empty()
        .put("state", status.state().name())
        .put("attempts", status.attempts())
        .put("changed", status.changed())
        .put("notBefore", status.notBefore())
        .put("lease", status.lease(), StatusFields::lease)
        .put("ran", status.ran(), SpecFields::verdict)
        .put("cause", status.cause(), StatusFields::cause)
        .put("result", status.result(), StatusFields::result)
        .put("followed", status.followed(), StatusFields::followed)
        .put("cancelAsked", status.cancelAsked())
        .put("owed", status.owed().stream().map(Owed::name).collect(Collectors.toSet()))
        .put("poison", status.poison());
  }

  static JobStatus status(Fields fields) {
    return new JobStatus(
        JobState.valueOf(fields.text("state")),
        (int) fields.number("attempts"),
        fields.instant("changed"),
        fields.instant("notBefore"),
        fields.object("lease", StatusFields::lease),
        fields.object("ran", SpecFields::verdict),
        fields.object("cause", StatusFields::cause),
        fields.object("result", StatusFields::result),
        fields.object("followed", StatusFields::followed),
        fields.flag("cancelAsked"),
        fields.texts("owed").stream().map(Owed::valueOf).collect(Collectors.toSet()),
        fields.flag("poison"));
  }

  private static Fields lease(Lease lease) {
    return Fields.empty().put("owner", lease.owner()).put("until", lease.until());
  }

  private static Lease lease(Fields fields) {
    return new Lease(fields.text("owner"), fields.instant("until"));
  }

  static Fields cause(Cause cause) {
    return Fields.empty()
        .put("code", cause.code().name())
        .put("hop", cause.hop().map(Hop::name))
        .put("seen", cause.seen())
        .put("remedy", cause.remedy())
        .put("facts", cause.facts())
        .put("at", cause.at())
        .put("attempt", cause.attempt());
  }

  static Cause cause(Fields fields) {
    return new Cause(
        FailureCode.valueOf(fields.text("code")),
        fields.maybe("hop").map(Hop::valueOf),
        fields.text("seen"),
        fields.text("remedy"),
        fields.map("facts"),
        fields.instant("at"),
        (int) fields.number("attempt"));
  }

  private static Fields result(JobResult result) {
    return Fields.empty()
        .put("claim", SpecFields.claim(result.claim()))
        .put("status", result.status())
        .put("contentType", result.contentType());
  }

  private static JobResult result(Fields fields) {
    return new JobResult(
        SpecFields.claim(fields.object("claim")),
        (int) fields.number("status"),
        fields.text("contentType"));
  }

  private static Fields followed(Followed followed) {
    return Fields.empty()
        .put("name", followed.name())
        .put("state", followed.state())
        .put("checks", followed.checks())
        .put("nextCheck", followed.nextCheck())
        .put("output", followed.output());
  }

  private static Followed followed(Fields fields) {
    return new Followed(
        fields.text("name"),
        fields.text("state"),
        (int) fields.number("checks"),
        fields.instant("nextCheck"),
        fields.maybe("output"));
  }
}
