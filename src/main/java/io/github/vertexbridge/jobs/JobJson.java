package io.github.vertexbridge.jobs;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Location;

/** Jobs and poison as callers and operators see them. Times are RFC 3339 in UTC. */
public final class JobJson {
  private JobJson() {}

  /**
   * A job: {@code {"id","kind","state","attempts","created","changed",…}}; {@code admitted} and
   * {@code ran} are what the policy said, {@code failure} why the last attempt failed.
   */
  public static JsonObject of(Job job) {
    JobSpec spec = job.spec();
    JobStatus status = job.status();
    Fields json =
        Fields.empty()
            .put("id", job.id().value())
            .put("kind", spec.order().kind().label())
            .put("state", job.state().label())
            .put("alias", spec.order().alias().map(AliasName::value))
            .put("action", spec.order().action().map(ActionName::value))
            .put("path", spec.order().path())
            .put("location", spec.order().location().map(Location::value))
            .put("producerId", spec.order().producerId())
            .put("caller", spec.caller().label())
            .put("attempts", status.attempts())
            .put("created", spec.created())
            .put("changed", status.changed())
            .put("admitted", spec.admitted(), SpecFields::verdict)
            .put("ran", status.ran(), SpecFields::verdict)
            .put("failure", status.cause(), JobJson::failure)
            .put("result", status.result(), JobJson::result)
            .put("vertexJob", status.followed(), JobJson::followed)
            .put("cancelRequested", status.cancelAsked())
            .put("poison", status.poison())
            .put("correlationId", spec.correlationId().value());
    if (job.state() == JobState.QUEUED && status.attempts() > 0) {
      json.put("nextAttempt", status.notBefore());
    }
    return json.json();
  }

  private static Fields failure(Cause cause) {
    return Fields.empty()
        .put("code", cause.code().name())
        .put("hop", cause.failure().where())
        .put("seen", cause.seen())
        .put("remedy", cause.remedy())
        .put("facts", cause.facts())
        .put("attempt", cause.attempt())
        .put("at", cause.at());
  }

  private static Fields result(JobResult result) {
    return Fields.empty()
        .put("status", result.status())
        .put("contentType", result.contentType())
        .put("bytes", result.claim().bytes())
        .put("sha256", result.claim().sha256());
  }

  private static Fields followed(Followed followed) {
    return Fields.empty()
        .put("name", followed.name())
        .put("state", followed.state())
        .put("nextCheck", followed.nextCheck())
        .put("output", followed.output());
  }

  static JsonObject poison(PoisonBook.Entry entry) {
    return Fields.empty()
        .put("id", entry.id())
        .put("queue", entry.queue())
        .put("job", entry.job())
        .put("cause", failure(entry.cause()))
        .put("correlationId", entry.correlationId().value())
        .put("at", entry.at())
        .json();
  }
}
