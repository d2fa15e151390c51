package io.github.vertexbridge.bridge;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.jobs.Job;
import io.github.vertexbridge.jobs.JobId;
import io.github.vertexbridge.jobs.JobJson;
import io.github.vertexbridge.jobs.JobState;
import io.github.vertexbridge.jobs.Jobs;
import io.github.vertexbridge.surface.Answers;
import io.github.vertexbridge.surface.JobRequest;
import io.github.vertexbridge.surface.JobSurface;
import io.github.vertexbridge.surface.Surface;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Jobs over HTTP: callers have their own, operators everybody's. Thread safe. */
final class JobCalls {
  private static final String PATH = "/bridge/jobs/";
  private static final String STATE = "state";
  private static final String SIZE = "pageSize";
  private static final String TOKEN = "pageToken";
  private static final Set<String> PAGED = Set.of(SIZE, TOKEN);
  private static final int PAGE = 50;
  private static final int LARGEST_PAGE = 200;

  /** How far a sweep by hand looks ahead: as far as the next look at any open job may be. */
  private static final Duration AHEAD = Duration.ofMinutes(31);

  private static final String POLL_AFTER = "2";

  private final HttpCalls calls;
  private final JobSurface surface;
  private final Orders orders;
  private final Jobs jobs;

  JobCalls(HttpCalls calls, JobSurface surface, Orders orders, Jobs jobs) {
    this.calls = calls;
    this.surface = surface;
    this.orders = orders;
    this.jobs = jobs;
  }

  /** {@code POST /bridge/jobs}, {@code GET /bridge/jobs}. */
  Answer all(Inbound inbound) {
    return calls.verified(
        Surface.JOBS,
        inbound,
        (in, caller, deadline, progress) ->
            inbound.method().equals("POST")
                ? submit(inbound, caller, progress.correlationId())
                : list(inbound, caller, progress.correlationId()));
  }

  private Answer submit(Inbound inbound, Caller caller, CorrelationId id) {
    var unused = JobSurface.query(inbound, Set.of());
    JobRequest request = surface.read(inbound);
    Job job =
        jobs.submit(
            caller,
            request.key(),
            orders.of(request),
            request.body(),
            id,
            inbound.headers().get("traceparent"));
    return answer(202, job, id);
  }

  /** A job as its caller sees it. */
  static Answer answer(int status, Job job, CorrelationId id) {
    JsonObject json = JobJson.of(job);
    json.addProperty("self", PATH + job.id());
    Answer answer = Answers.of(status, json, id);
    return job.state().ended()
        ? answer
        : new Answer(
            answer.status(),
            answer.headers().with("location", PATH + job.id()).with("retry-after", POLL_AFTER),
            answer.body());
  }

  private Answer list(Inbound inbound, Caller caller, CorrelationId id) {
    Map<String, String> query = JobSurface.query(inbound, Set.of(STATE, SIZE, TOKEN));
    Optional<JobState> state =
        Optional.ofNullable(query.get(STATE))
            .map(label -> JobState.parse(label).orElseThrow(() -> badQuery(STATE)));
    Optional<JobId> after =
        Optional.ofNullable(query.get(TOKEN))
            .map(token -> JobId.parse(token).orElseThrow(() -> badQuery(TOKEN)));
    int size = size(query);
    List<Job> page =
        jobs.list(
            Operators.include(caller) ? Optional.empty() : Optional.of(caller), state, after, size);
    JsonArray array = new JsonArray();
    page.forEach(job -> array.add(JobJson.of(job)));
    return page(
        "jobs", array, size, page.isEmpty() ? "" : page.get(page.size() - 1).id().value(), id);
  }

  /** A full page may be followed by an empty one. */
  private static Answer page(
      String name, JsonArray entries, int size, String last, CorrelationId id) {
    JsonObject json = new JsonObject();
    json.add(name, entries);
    if (entries.size() == size) {
      json.addProperty("nextPageToken", last);
    }
    return Answers.of(200, json, id);
  }

  /** {@code GET} and {@code DELETE /bridge/jobs/{id}}. */
  Answer one(Inbound inbound, String id) {
    return calls.verified(
        Surface.JOBS,
        inbound,
        (in, caller, deadline, progress) -> {
          var unused = JobSurface.query(inbound, Set.of());
          Job job = jobs.get(id, ownerUnlessOperator(caller));
          return answer(
              200,
              inbound.method().equals("DELETE") ? jobs.cancel(job, caller) : job,
              progress.correlationId());
        });
  }

  /** {@code GET /bridge/jobs/{id}/result}. */
  Answer result(Inbound inbound, String id) {
    return calls.verified(
        Surface.JOBS,
        inbound,
        (in, caller, deadline, progress) -> {
          var unused = JobSurface.query(inbound, Set.of());
          return jobs.result(jobs.get(id, ownerUnlessOperator(caller)));
        });
  }

  /** {@code GET /bridge/poison}. */
  Answer poison(Inbound inbound) {
    return operator(
        inbound,
        PAGED,
        (caller, id) -> {
          Map<String, String> query = JobSurface.query(inbound, PAGED);
          int size = size(query);
          List<JsonObject> page =
              jobs.operations().poison(Optional.ofNullable(query.get(TOKEN)), size);
          JsonArray array = new JsonArray();
          page.forEach(array::add);
          String last = page.isEmpty() ? "" : page.get(page.size() - 1).get("id").getAsString();
          return page("poison", array, size, last, id);
        });
  }

  /** {@code GET} and {@code DELETE /bridge/poison/{id}}. */
  Answer poisoned(Inbound inbound, String entry) {
    return operator(
        inbound,
        Set.of(),
        (caller, id) -> {
          JsonObject json = jobs.operations().poison(entry);
          if (inbound.method().equals("DELETE")) {
            jobs.operations().drop(entry, caller);
          }
          return Answers.of(200, json, id);
        });
  }

  /** {@code POST /bridge/poison/{id}/replay}. */
  Answer replay(Inbound inbound, String entry) {
    return operator(
        inbound,
        Set.of(),
        (caller, id) -> {
          jobs.operations().replay(entry, caller);
          JsonObject json = new JsonObject();
          json.addProperty("id", entry);
          json.addProperty("replayed", true);
          return Answers.of(200, json, id);
        });
  }

  /** {@code POST /bridge/sweep}. */
  Answer sweep(Inbound inbound) {
    return operator(
        inbound, Set.of(), (caller, id) -> Answers.of(200, jobs.operations().sweep(AHEAD), id));
  }

  private interface OperatorWork {
    Answer apply(Caller caller, CorrelationId id);
  }

  private Answer operator(Inbound inbound, Set<String> query, OperatorWork work) {
    return calls.verified(
        Surface.JOBS,
        inbound,
        (in, caller, deadline, progress) -> {
          Operators.demand(caller);
          var unused = JobSurface.query(inbound, query);
          return work.apply(caller, progress.correlationId());
        });
  }

  private static Optional<Caller> ownerUnlessOperator(Caller caller) {
    return Operators.include(caller) ? Optional.empty() : Optional.of(caller);
  }

  private static int size(Map<String, String> query) {
    String size = query.getOrDefault(SIZE, String.valueOf(PAGE));
    if (!size.matches("[1-9][0-9]{0,2}") || Integer.parseInt(size) > LARGEST_PAGE) {
      throw badQuery(SIZE);
    }
    return Integer.parseInt(size);
  }

  private static RuntimeException badQuery(String name) {
    return Failure.of(
            FailureCode.QUERY_NOT_ALLOWED,
            "The value of " + name + " is none that there is.",
            "Use state=queued|running|succeeded|failed|cancelled, pageSize from 1 to "
                + LARGEST_PAGE
                + ", and as pageToken the nextPageToken of the page before.")
        .asException();
  }
}
