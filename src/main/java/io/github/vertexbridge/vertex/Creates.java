package io.github.vertexbridge.vertex;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.Redaction;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.RestForm;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Whether a job was created whose answer was lost: Vertex has no request ids, so a second create
 * would be a second job.
 *
 * <p>Source: the list methods of {@code google/cloud/aiplatform/v1}: all but tuning jobs are found
 * by {@code display_name}; pipeline jobs have ids of the caller's choice.
 */
final class Creates {
  private static final String PIPELINES = "pipelineJobs";
  private static final String TUNING = "tuningJobs";
  private static final String PIPELINE_ID = "pipelineJobId=";

  /** The member that names a job, by the kind of job. */
  private static final Map<String, String> NAMES =
      Map.of(
          "batchPredictionJobs",
          "displayName",
          "customJobs",
          "displayName",
          "hyperparameterTuningJobs",
          "displayName",
          "trainingPipelines",
          "displayName",
          PIPELINES,
          "displayName",
          TUNING,
          "tunedModelDisplayName");

  /** A create is quick; what takes longer is better looked up while there is time left. */
  private static final Duration LONGEST = Duration.ofSeconds(60);

  /** By how much the clocks of both clouds may differ. */
  private static final Duration SKEW = Duration.ofSeconds(1);

  private static final int MOST_PAGES = 10;

  private final OneCall client;

  Creates(OneCall client) {
    this.client = client;
  }

  /** Whether this creates something that can be found again. */
  static boolean canBeLookedUp(Target target) {
    return target.action().verb().equals("create") && NAMES.containsKey(target.resource().value());
  }

  /** The call as it is to be made, so that what it creates can be found again. */
  static VertexCall prepared(VertexCall call) {
    boolean nameless =
        canBeLookedUp(call.target())
            && call.target().resource().value().equals(PIPELINES)
            && pipelineId(call).isEmpty();
    return nameless
        ? call.with(
            call.query() + (call.query().isEmpty() ? "" : "&") + PIPELINE_ID + ownId(call),
            call.deadline())
        : call;
  }

  /** The call, but a create ends while there is time to look it up. */
  static VertexCall bounded(VertexCall call) {
    return canBeLookedUp(call.target())
        ? call.with(call.query(), call.deadline().within(LONGEST))
        : call;
  }

  /** Letters, digits and dashes: what a pipeline job's id may have. */
  private static String ownId(VertexCall call) {
    return ownName(call).toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a job is called that its caller gave no name. */
  private static String ownName(VertexCall call) {
    return "vb-" + call.correlationId();
  }

  private static Optional<String> pipelineId(VertexCall call) {
    return List.of(call.query().split("&", -1)).stream()
        .filter(pair -> pair.startsWith(PIPELINE_ID))
        .map(pair -> pair.substring(PIPELINE_ID.length()))
        .filter(id -> !id.isEmpty())
        .findFirst();
  }

  /**
   * Looks for what the call may have created.
   *
   * @param began when it was first sent
   * @return the job as the create would have answered it, or nothing if there is none
   * @throws FailureException VERTEX_OUTCOME_UNKNOWN if that cannot be told
   */
  Optional<VertexReply> find(VertexCall create, Instant began, VertexTrace trace) {
    try {
      return create.target().resource().value().equals(PIPELINES)
          ? byId(create, began, trace)
          : byName(create, began, trace);
    } catch (FailureException e) {
      if (e.failure().code() == FailureCode.VERTEX_OUTCOME_UNKNOWN) {
        throw e;
      }
      throw new FailureException(unknown(create, "looking it up failed: " + e.failure().code()), e);
    }
  }

  private Optional<VertexReply> byId(VertexCall create, Instant began, VertexTrace trace) {
    String id = pipelineId(create).orElseThrow();
    ResourceName name =
        ResourceName.parse(PIPELINES + "/" + id)
            .orElseThrow(() -> unknown(create, "its id is not a plain one").asException());
    try {
      VertexReply reply = client.call(read(create, name, "get", ""), trace);
      return JsonObjects.of(reply.answer().body())
          .filter(job -> created(job, began))
          .map(job -> found(reply, reply.answer().body(), "its pipelineJobId"));
    } catch (FailureException e) {
      if (e.failure().code() == FailureCode.VERTEX_NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private Optional<VertexReply> byName(VertexCall create, Instant began, VertexTrace trace) {
    String kind = create.target().resource().value();
    String member = NAMES.getOrDefault(kind, "");
    String name =
        JsonObjects.of(create.body())
            .flatMap(request -> JsonObjects.text(request, member))
            .orElseThrow(() -> unknown(create, "the request has no " + member).asException());
    boolean ours = name.equals(ownName(create));
    List<VertexReply> replies = new ArrayList<>();
    List<JsonObject> jobs = new ArrayList<>();
    String page = "";
    do {
      if (replies.size() == MOST_PAGES) {
        throw unknown(create, "there are too many " + kind + " to look through").asException();
      }
      VertexReply reply =
          client.call(
              read(create, create.target().resource(), "list", query(kind, name, page)), trace);
      replies.add(reply);
      Optional<JsonObject> list = JsonObjects.of(reply.answer().body());
      jobs(list, kind).stream()
          .filter(job -> JsonObjects.text(job, member).equals(Optional.of(name)))
          .filter(job -> ours || created(job, began))
          .forEach(jobs::add);
      page = list.flatMap(found -> JsonObjects.text(found, "nextPageToken")).orElse("");
    } while (!page.isEmpty());
    if (jobs.size() > 1) {
      throw unknown(create, "there are " + jobs.size() + " of its name").asException();
    }
    VertexReply last = replies.get(replies.size() - 1);
    return jobs.stream()
        .findFirst()
        .map(job -> found(last, job.toString().getBytes(StandardCharsets.UTF_8), "its " + member));
  }

  private static String query(String kind, String name, String page) {
    String quoted = name.replace("\\", "\\\\").replace("\"", "\\\"");
    return "pageSize=100"
        + (kind.equals(TUNING) ? "" : "&filter=" + encoded("display_name=\"" + quoted + "\""))
        + (page.isEmpty() ? "" : "&pageToken=" + encoded(page));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static VertexCall read(VertexCall create, ResourceName what, String verb, String query) {
    Target target = create.target();
    Deadline deadline = create.deadline().within(LONGEST);
    return create.read(
        new Target(
            target.version(),
            target.project(),
            target.location(),
            what,
            new ActionName(target.resource() + "." + verb),
            what,
            Transport.REST,
            new RestForm("GET", "", true, false)),
        create.origin(),
        query,
        deadline);
  }

  private static VertexReply found(VertexReply reply, byte[] body, String by) {
    Headers headers =
        new Headers(
            Map.of(
                "content-type",
                "application/json; charset=UTF-8",
                "x-bridge-hint",
                "the answer to the create was lost; this is what it had created, found by " + by));
    return new VertexReply(
        new Answer(200, headers, body),
        reply.token(),
        reply.tokenFromCache(),
        reply.hops(),
        Map.of(),
        Map.of());
  }

  private static boolean created(JsonObject job, Instant began) {
    try {
      return JsonObjects.text(job, "createTime")
          .map(Instant::parse)
          .filter(at -> !at.isBefore(began.minus(SKEW)))
          .isPresent();
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static List<JsonObject> jobs(Optional<JsonObject> list, String kind) {
    List<JsonObject> jobs = new ArrayList<>();
    if (list.isPresent() && list.get().get(kind) instanceof JsonArray array) {
      array.forEach(
          element -> {
            if (element instanceof JsonObject job) {
              jobs.add(job);
            }
          });
    }
    return jobs;
  }

  /** What is said when nobody knows whether it was done. */
  static Failure unknown(VertexCall call, String why) {
    Target target = call.target();
    String what = target.resource() + ":" + target.action().verb();
    Optional<String> name =
        Optional.ofNullable(NAMES.get(target.resource().value()))
            .flatMap(
                member ->
                    JsonObjects.of(call.body())
                        .flatMap(request -> JsonObjects.text(request, member)));
    return Failure.at(
            Hop.VERTEX,
            FailureCode.VERTEX_OUTCOME_UNKNOWN,
            "The answer to " + what + " was lost, so it may have taken effect; " + why + ".",
            canBeLookedUp(target)
                ? "List "
                    + target.resource()
                    + " in "
                    + target.location()
                    + name.map(n -> " and look for the name " + Redaction.scrub(n)).orElse("")
                    + " before you send it again."
                : "Send it again only if doing it twice does no harm; Vertex has no way to look it"
                    + " up.")
        .asFinal();
  }
}
