package io.github.vertexbridge.vertex;

import static io.github.vertexbridge.vertex.ScriptedVertex.broken;
import static io.github.vertexbridge.vertex.ScriptedVertex.failing;
import static io.github.vertexbridge.vertex.ScriptedVertex.refusal;
import static io.github.vertexbridge.vertex.ScriptedVertex.status;
import static io.github.vertexbridge.vertex.ScriptedVertex.throttled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.EndpointOverride;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.RestForm;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import io.github.vertexbridge.target.VertexHosts;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not be done twice: a lost answer is looked up before a second try. */
class CreatesTest {
  private static final String A = "europe-west4";
  private static final String NAMED = "{\"displayName\":\"a \\\"job\\\"\",\"jobSpec\":{}}";

  /** A second after the calls of these tests begin. */
  private static final String LATER = "2026-01-01T00:00:01Z";

  private static final String BEFORE = "2025-12-31T23:59:30Z";

  private final FakeTime time = new FakeTime();
  private final ScriptedVertex vertex = new ScriptedVertex(time);
  private final VertexTrace trace = new VertexTrace();
  private final Attempts attempts =
      new Attempts(
          vertex,
          new EndpointHosts(vertex, new VertexHosts(EndpointOverride.NONE), Map.of(), time),
          time,
          time,
          new Random(1));

  private VertexCall create(String kind, String query, String body) {
    return call(kind, kind + ".create", "", query, body);
  }

  private VertexCall call(
      String resource, String action, String suffix, String query, String body) {
    ResourceName name = new ResourceName(resource);
    return new VertexCall(
        new Target(
            ApiVersion.V1,
            new ProjectId("my-project"),
            new Location(A),
            name,
            new ActionName(action),
            name,
            Transport.REST,
            new RestForm("POST", suffix, true, false, false)),
        URI.create("https://a.test"),
        query,
        Headers.NONE,
        Calls.bytes(body),
        Optional.empty(),
        Calls.ID,
        Deadline.after(Duration.ofSeconds(200), time));
  }

  private static String job(String id, String member, String name, String created) {
    return "{\"name\":\"projects/1/locations/l/x/%s\",\"%s\":\"%s\",\"createTime\":\"%s\",\"big\":1e400}"
        .formatted(id, member, name.replace("\"", "\\\""), created);
  }

  private static ScriptedVertex.Script list(String kind, String... jobs) {
    return status(200, "{\"" + kind + "\":[" + String.join(",", jobs) + "]}");
  }

  private String answered(VertexCall call) {
    return new String(attempts.call(List.of(call), trace).answer().body(), StandardCharsets.UTF_8);
  }

  private Failure failure(VertexCall call) {
    return assertThrows(FailureException.class, () -> attempts.call(List.of(call), trace))
        .failure();
  }

  private List<String> methods() {
    return vertex.calls().stream().map(call -> call.target().rest().method()).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "customJobs",
        "batchPredictionJobs",
        "hyperparameterTuningJobs",
        "trainingPipelines"
      })
  void create_whenItsAnswerIsLostButTheJobIsThere_thenTheJobIsTheAnswer(String kind) {
    String made = job("7", "displayName", "a \"job\"", LATER);
    vertex.at(A, broken("reset"), list(kind, job("6", "displayName", "a \"job\"", BEFORE), made));

    VertexReply reply = attempts.call(List.of(create(kind, "", NAMED)), trace);

    assertThat(new String(reply.answer().body(), StandardCharsets.UTF_8)).isEqualTo(made);
    assertThat(reply.answer().status()).isEqualTo(200);
    assertThat(reply.answer().headers().get("x-bridge-hint").orElseThrow())
        .contains("lost", "displayName");
    assertThat(methods()).containsExactly("POST", "GET");
    VertexCall look = vertex.calls().get(1);
    assertThat(look.query())
        .isEqualTo("pageSize=100&filter=display_name%3D%22a%20%5C%22job%5C%22%22");
    assertThat(look.target().path())
        .isEqualTo("/v1/projects/my-project/locations/europe-west4/" + kind);
    assertThat(time.pauses()).singleElement().matches(p -> p.compareTo(Duration.ofSeconds(1)) >= 0);
    assertThat(Attempt.summary(trace.attempts()))
        .isEqualTo("europe-west4=reset, europe-west4=look-up");
  }

  @Test
  void create_whenTheJobIsNotThere_thenASecondCreate() {
    vertex.at(
        A,
        refusal(503),
        list("customJobs", job("6", "displayName", "a \"job\"", BEFORE)),
        status(200, "{\"name\":\"second\"}"));

    assertThat(answered(create("customJobs", "", NAMED))).contains("second");

    assertThat(methods()).containsExactly("POST", "GET", "POST");
  }

  @Test
  void create_whenTheSecondIsLostToo_thenOutcomeUnknownAfterThreeAttempts() {
    vertex.at(A, refusal(503), list("customJobs"), broken("reset"), list("customJobs"));

    Failure failure = failure(create("customJobs", "", NAMED));

    assertThat(vertex.calls()).hasSize(3);
    assertOutcomeUnknown(failure);
  }

  @Test
  void create_whenSeveralHaveItsName_thenOutcomeUnknownThatSaysHowToLook() {
    vertex.at(
        A,
        broken("reset"),
        list(
            "customJobs",
            job("7", "displayName", "a \"job\"", LATER),
            job("8", "displayName", "a \"job\"", LATER)));

    Failure failure = failure(create("customJobs", "", NAMED));

    assertOutcomeUnknown(failure);
    assertThat(failure.seen()).contains("2 of its name");
    assertThat(failure.remedy()).contains("List customJobs in europe-west4", "a \"job\"");
    assertThat(methods()).containsExactly("POST", "GET");
  }

  @Test
  void create_whenItsNameIsOurs_thenItIsFoundWhateverTheClocksSay() {
    String name = "vb-" + Calls.ID;
    vertex.at(A, broken("reset"), list("customJobs", job("7", "displayName", name, BEFORE)));

    assertThat(answered(create("customJobs", "", "{\"display_name\":\"" + name + "\"}")))
        .contains("x/7");
  }

  @Test
  void create_whenTheLookUpIsRefused_thenOutcomeUnknownAndNoSecondCreate() {
    vertex.at(A, broken("reset"), refusal(403));

    Failure failure = failure(create("customJobs", "", NAMED));

    assertOutcomeUnknown(failure);
    assertThat(failure.seen()).contains("VERTEX_PERMISSION_DENIED");
    assertThat(vertex.calls()).hasSize(2);
  }

  @Test
  void create_whenItHasNoName_thenOutcomeUnknown() {
    vertex.at(A, broken("reset"));

    assertOutcomeUnknown(failure(create("customJobs", "", "{}")));

    assertThat(vertex.calls()).hasSize(1);
  }

  @Test
  void create_whenVertexHangs_thenItEndsWhileThereIsTimeToLookItUp() {
    vertex.at(
        A,
        call -> {
          assertThat(call.deadline().remaining()).isEqualTo(Duration.ofSeconds(60));
          time.pass(call.deadline().remaining());
          throw Failures.timeout(call.origin(), "no-answer").asException();
        },
        list("customJobs", job("7", "displayName", "a \"job\"", LATER)));

    assertThat(answered(create("customJobs", "", NAMED))).contains("x/7");

    assertThat(vertex.calls().get(1).deadline().passed()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"connect", "tls"})
  void create_whenVertexHasSurelyNotSeenIt_thenRepeatedWithoutLookingUp(String kind) {
    vertex.at(A, broken(kind));

    attempts.call(List.of(create("customJobs", "", NAMED)), trace);

    assertThat(methods()).containsExactly("POST", "POST");
  }

  @Test
  void create_whenThrottled_thenRepeatedWithoutLookingUp() {
    vertex.at(A, throttled("2"));

    attempts.call(List.of(create("customJobs", "", NAMED)), trace);

    assertThat(methods()).containsExactly("POST", "POST");
  }

  @Test
  void create_whenTheAnswerCannotBeRead_thenLookedUp() {
    vertex.at(
        A,
        failing(call -> Failures.malformed(call.origin(), "gzip")),
        list("customJobs", job("7", "displayName", "a \"job\"", LATER)));

    assertThat(answered(create("customJobs", "", NAMED))).contains("x/7");
  }

  @Test
  void tuningJob_whenItsAnswerIsLost_thenAllPagesAreLookedThrough() {
    vertex.at(
        A,
        broken("reset"),
        status(200, "{\"tuningJobs\":[{\"name\":\"other\"}],\"nextPageToken\":\"p 2\"}"),
        list("tuningJobs", job("9", "tunedModelDisplayName", "mine", LATER)));

    assertThat(answered(create("tuningJobs", "", "{\"tunedModelDisplayName\":\"mine\"}")))
        .contains("x/9");

    assertThat(vertex.calls())
        .extracting(VertexCall::query)
        .containsExactly("", "pageSize=100", "pageSize=100&pageToken=p%202");
  }

  @Test
  void pipelineJob_whenItHasNoId_thenOneThatSurvivesASecondCreate() {
    vertex.at(A, broken("reset"), refusal(404), status(200, "{\"name\":\"second\"}"));

    assertThat(answered(create("pipelineJobs", "", "{}"))).contains("second");

    String id = "pipelineJobId=vb-" + Calls.ID;
    assertThat(vertex.calls()).extracting(VertexCall::query).containsExactly(id, "", id);
    assertThat(vertex.calls().get(1).target().path()).endsWith("/pipelineJobs/vb-" + Calls.ID);
  }

  @Test
  void pipelineJob_whenItsAnswerIsLost_thenItIsFoundByItsIdByteForByte() {
    String job = "{ \"createTime\" : \"" + LATER + "\", \"x\": 1.50 }";
    vertex.at(A, refusal(500), status(200, job));

    assertThat(answered(create("pipelineJobs", "pipelineJobId=mine", "{}"))).isEqualTo(job);

    assertThat(vertex.calls().get(0).query()).isEqualTo("pipelineJobId=mine");
  }

  @Test
  void pipelineJob_whenAnOlderOneHasItsId_thenVertexIsAskedAgain() {
    vertex.at(A, refusal(500), status(200, "{\"createTime\":\"" + BEFORE + "\"}"), refusal(409));

    assertThat(failure(create("pipelineJobs", "pipelineJobId=mine", "{}")).upstream())
        .hasValueSatisfying(answer -> assertThat(answer.status()).isEqualTo(409));
  }

  @ParameterizedTest
  @CsvSource({
    "publishers/google/models/veo, predictLongRunning, :predictLongRunning",
    "cachedContents,               cachedContents.create, ''",
  })
  void call_whenItCannotBeLookedUp_thenNeverRepeatedAfterALostAnswer(
      String resource, String action, String suffix) {
    vertex.at(A, broken("reset"));

    Failure failure = failure(call(resource, action, suffix, "", "{}"));

    assertOutcomeUnknown(failure);
    assertThat(vertex.calls()).hasSize(1);
    assertThat(time.pauses()).isEmpty();
  }

  private static void assertOutcomeUnknown(Failure failure) {
    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_OUTCOME_UNKNOWN);
    assertThat(failure.code().httpStatus()).isEqualTo(504);
    assertThat(failure.seen()).contains("may have taken effect");
    assertThat(failure.isFinal()).isTrue();
  }
}
