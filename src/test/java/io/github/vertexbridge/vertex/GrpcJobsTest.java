package io.github.vertexbridge.vertex;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.EndpointOverride;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.VertexJobKind;
import io.github.vertexbridge.sandbox.CallRecord;
import io.github.vertexbridge.sandbox.Fault;
import io.github.vertexbridge.sandbox.Sandbox;
import io.github.vertexbridge.sandbox.SandboxAccess;
import io.github.vertexbridge.sandbox.World;
import io.github.vertexbridge.target.VertexHosts;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The typed clients against the sandbox's job services, over TLS. */
class GrpcJobsTest {
  private static final Location WEST4 = new Location("europe-west4");
  private static final String ACCOUNT = "vertex-jobs@vertex-sandbox.iam.gserviceaccount.com";
  private static final String SPEC =
      "{\"serviceAccount\":\"%s\",\"workerPoolSpecs\":[{\"replicaCount\":\"1\"}],"
              .formatted(ACCOUNT)
          + "\"baseOutputDirectory\":{\"outputUriPrefix\":\"gs://vertex-sandbox-data/out\"}}";

  private static Sandbox sandbox;
  private static SandboxTokens tokens;
  private static GrpcJobs wire;
  private static JobClient client;

  /** Set while the next create is to meet it. */
  private static Optional<Fault> onCreate = Optional.empty();

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    sandbox = Sandbox.start(directory, World.standard());
    tokens = new SandboxTokens(sandbox);
    String origins = sandbox.appSettings().getOrDefault("BRIDGE_VERTEX_GRPC_ENDPOINT", "");
    wire =
        new GrpcJobs(
            new ProjectId("vertex-sandbox"),
            new VertexHosts(EndpointOverride.parse(origins).orElseThrow()),
            tokens,
            InstantSource.system(),
            "1.2.3",
            VertexOptions.DEFAULT,
            Optional.of(SandboxAccess.trust(sandbox)));
    client = new JobClient(() -> new TroubledCreates(wire), length -> {});
  }

  @AfterEach
  void forget() {
    onCreate = Optional.empty();
    sandbox.reset();
  }

  @AfterAll
  static void stop() {
    client.close();
    sandbox.close();
  }

  private static String json(VertexJobKind kind) {
    return switch (kind) {
      case BATCH_PREDICTION ->
          """
          {"model":"publishers/google/models/gemini-2.5-flash",
           "inputConfig":{"instancesFormat":"jsonl",
                          "gcsSource":{"uris":["gs://vertex-sandbox-data/in.jsonl"]}},
           "output_config":{"predictions_format":"jsonl",
              "gcs_destination":{"output_uri_prefix":"gs://vertex-sandbox-data/out"}}}
          """;
      case CUSTOM_JOB -> "{\"jobSpec\":" + SPEC + ",\"labels\":{\"team\":\"a\"}}";
      case HYPERPARAMETER_TUNING ->
          """
          {"maxTrialCount":1,"parallelTrialCount":1,"trialJobSpec":%s,
           "studySpec":{"metrics":[{"metricId":"m","goal":"MAXIMIZE"}],
             "parameters":[{"parameterId":"p","doubleValueSpec":{"minValue":0,"maxValue":1}}]}}
          """
              .formatted(SPEC);
      case TRAINING_PIPELINE ->
          "{\"trainingTaskDefinition\":\"gs://d\",\"trainingTaskInputs\":{\"epochs\":3}}";
      case PIPELINE_JOB ->
          "{\"templateUri\":\"https://t\",\"serviceAccount\":\"%s\"}".formatted(ACCOUNT);
      case TUNING ->
          "{\"baseModel\":\"gemini-2.5-flash\","
              + "\"supervisedTuningSpec\":{\"trainingDatasetUri\":\"gs://vertex-sandbox-data/t\"}}";
    };
  }

  @ParameterizedTest
  @EnumSource(VertexJobKind.class)
  void create_whenNew_thenStartedFoundReadAndCancelled(VertexJobKind kind) {
    VertexJob made = create(kind, "vb-new");

    assertThat(made.kind()).isEqualTo(kind);
    assertThat(made.name())
        .startsWith("projects/123456789012/locations/europe-west4/" + kind.collection() + "/");
    assertThat(made.displayName()).isEqualTo("vb-new");
    assertThat(made.state()).isIn(VertexJob.State.QUEUED, VertexJob.State.PENDING);
    assertThat(made.createTime()).isNotNull();

    assertThat(create(kind, "vb-new").name()).as("the same again").isEqualTo(made.name());
    assertThat(create(kind, "vb-other").name()).as("another").isNotEqualTo(made.name());
    assertThat(client.get(kind, made.name(), on())).isEqualTo(made);

    assertThat(client.cancel(kind, made.name(), on()).state())
        .isIn(VertexJob.State.CANCELLING, VertexJob.State.CANCELLED);
    sandbox.advanceJobs(Duration.ofHours(1));
    VertexJob ended = client.cancel(kind, made.name(), on());
    assertThat(ended.state()).isEqualTo(VertexJob.State.CANCELLED);
    assertThat(ended.endTime()).isPresent();
    assertThat(creates(kind)).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource(VertexJobKind.class)
  void create_whenItsAnswerIsLost_thenNoSecondJob(VertexJobKind kind) {
    onCreate = Optional.of(Fault.lost());

    VertexJob job = create(kind, "vb-lost");

    assertThat(job.displayName()).isEqualTo("vb-lost");
    assertThat(creates(kind)).isEqualTo(1);
    assertThat(client.get(kind, job.name(), on()).name()).isEqualTo(job.name());
  }

  @Test
  void create_whenItNeverArrives_thenMadeAtTheNextTry() {
    onCreate = Optional.of(Fault.status(503, ""));
    VertexTrace trace = new VertexTrace();

    VertexJob job =
        client.create(
            VertexJobKind.CUSTOM_JOB,
            WEST4,
            json(VertexJobKind.CUSTOM_JOB),
            "vb-again",
            new OnBehalf(Optional.empty(), Calls.ID, minute(), trace));

    assertThat(job.displayName()).isEqualTo("vb-again");
    assertThat(creates(VertexJobKind.CUSTOM_JOB)).isEqualTo(2);
    assertThat(trace.hops())
        .extracting(hop -> hop.status().getAsInt())
        .containsExactly(200, 503, 200, 200);
  }

  @Test
  void create_whenVertexHangs_thenThereIsTimeLeftToLook() {
    onCreate = Optional.of(Fault.hang());

    VertexJob job =
        client.create(
            VertexJobKind.CUSTOM_JOB,
            WEST4,
            json(VertexJobKind.CUSTOM_JOB),
            "vb-hang",
            new OnBehalf(
                Optional.empty(),
                Calls.ID,
                Deadline.after(Duration.ofSeconds(8), InstantSource.system())));

    assertThat(job.displayName()).isEqualTo("vb-hang");
  }

  @Test
  void create_whenItFails_thenTheJobSaysWhyAndWhere() {
    sandbox.failJobs("vb-bad", 8, "no machines");
    VertexJob made = create(VertexJobKind.CUSTOM_JOB, "vb-bad");
    assertThat(made.labels()).containsEntry("team", "a");

    sandbox.advanceJobs(Duration.ofHours(1));
    VertexJob ended = client.get(VertexJobKind.CUSTOM_JOB, made.name(), on());

    assertThat(ended.state()).isEqualTo(VertexJob.State.FAILED);
    assertThat(ended.error()).contains(new VertexJob.Cause(8, "no machines"));
    assertThat(ended.outputs()).containsExactly("gs://vertex-sandbox-data/out");
  }

  @Test
  void get_whenABatchHasRun_thenItsOutputsAreWhereVertexPutThem() {
    String line = "{\"request\":{\"contents\":[{\"parts\":[{\"text\":\"hi\"}]}]}}\n";
    sandbox.putObject("gs://vertex-sandbox-data/in.jsonl", line.getBytes(UTF_8));
    VertexJob made = create(VertexJobKind.BATCH_PREDICTION, "vb-batch");
    assertThat(made.outputs()).isEmpty();

    sandbox.advanceJobs(Duration.ofHours(1));
    VertexJob ended = client.get(VertexJobKind.BATCH_PREDICTION, made.name(), on());

    assertThat(ended.state()).isEqualTo(VertexJob.State.SUCCEEDED);
    assertThat(ended.outputs())
        .singleElement()
        .satisfies(output -> assertThat(output).startsWith("gs://vertex-sandbox-data/out"));
  }

  @Test
  void create_whenTuningJobsFillManyPages_thenStillFound() {
    for (int i = 0; i < 103; i++) {
      wire.draft(VertexJobKind.TUNING, WEST4, json(VertexJobKind.TUNING), "vb-" + i).create(on());
    }
    int before = creates(VertexJobKind.TUNING);
    for (String name : List.of("vb-0", "vb-50", "vb-102")) {
      assertThat(create(VertexJobKind.TUNING, name).displayName()).isEqualTo(name);
    }
    assertThat(creates(VertexJobKind.TUNING)).isEqualTo(before);
  }

  @Test
  void call_whenMade_thenReasonRoutingUserAgentAndDeadlineArrive() {
    create(VertexJobKind.CUSTOM_JOB, "vb-headers");
    CallRecord call = lastCall();
    assertThat(call.method()).endsWith("JobService.CreateCustomJob");
    assertThat(call.header("x-goog-request-reason")).contains(Calls.ID.value());
    assertThat(call.header("x-goog-request-params"))
        .contains("parent=projects%2Fvertex-sandbox%2Flocations%2Feurope-west4");
    assertThat(call.header("user-agent").orElse("")).startsWith("vertexbridge/1.2.3 ");
    assertThat(call.header("grpc-timeout")).isPresent();
  }

  @Test
  void call_whenTheTokenIsRevoked_thenHealedOnceWithTheNext() {
    create(VertexJobKind.CUSTOM_JOB, "vb-heal");
    int minted = tokens.minted();
    sandbox.revokeAccessTokens();
    VertexTrace trace = new VertexTrace();

    client.create(
        VertexJobKind.CUSTOM_JOB,
        WEST4,
        json(VertexJobKind.CUSTOM_JOB),
        "vb-heal",
        new OnBehalf(Optional.empty(), Calls.ID, minute(), trace));

    assertThat(tokens.minted()).isEqualTo(minted + 1);
    assertThat(trace.hops()).extracting(hop -> hop.status().getAsInt()).containsExactly(401, 200);
    assertThat(trace.tokenFromCache()).isFalse();
  }

  @Test
  void call_whenRefused_thenTypedWithHopVertexAndItsWords() {
    String other = json(VertexJobKind.PIPELINE_JOB).replace("vertex-jobs@", "nobody-here@");
    Failure failure =
        assertThrows(
                FailureException.class,
                () -> client.create(VertexJobKind.PIPELINE_JOB, WEST4, other, "vb-no", on()))
            .failure();

    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_INVALID_REQUEST);
    assertThat(failure.hop()).contains(Hop.VERTEX);
    assertThat(failure.seen()).contains("400 INVALID_ARGUMENT", "europe-west4/pipelineJobs:create");
    assertThat(new String(failure.upstream().orElseThrow().body(), UTF_8))
        .contains("permission to act as service_account");
  }

  @Test
  void call_whenTheDeadlineIsOver_thenNothingIsSent() {
    int before = sandbox.calls().size();
    OnBehalf late =
        new OnBehalf(
            Optional.empty(), Calls.ID, Deadline.after(Duration.ZERO, InstantSource.system()));
    Failure failure =
        assertThrows(
                FailureException.class,
                () -> client.get(VertexJobKind.CUSTOM_JOB, jobName("customJobs"), late))
            .failure();

    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_TIMEOUT);
    assertThat(failure.facts()).containsEntry("kind", "not-sent");
    assertThat(sandbox.calls()).hasSize(before);
  }

  @Test
  void get_whenThereIsNone_thenNotFound() {
    assertThat(
            assertThrows(
                    FailureException.class,
                    () -> client.get(VertexJobKind.CUSTOM_JOB, jobName("customJobs"), on()))
                .failure()
                .code())
        .isEqualTo(FailureCode.VERTEX_NOT_FOUND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "customJobs/1", "projects/p/locations/l/tuningJobs/1"})
  void get_whenTheNameIsNoneOfThisKind_thenABug(String name) {
    assertThatThrownBy(() -> client.get(VertexJobKind.CUSTOM_JOB, name, on()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static VertexJob create(VertexJobKind kind, String displayName) {
    return client.create(kind, WEST4, json(kind), displayName, on());
  }

  private static OnBehalf on() {
    return new OnBehalf(Optional.empty(), Calls.ID, minute());
  }

  private static Deadline minute() {
    return Deadline.after(Calls.AMPLE, InstantSource.system());
  }

  private static String jobName(String collection) {
    return "projects/123456789012/locations/europe-west4/" + collection + "/404";
  }

  private static CallRecord lastCall() {
    List<CallRecord> calls = sandbox.calls();
    return calls.get(calls.size() - 1);
  }

  /** How many creates of this kind reached Vertex since the last reset. */
  private static int creates(VertexJobKind kind) {
    return (int)
        sandbox.calls().stream()
            .filter(call -> call.method().endsWith(".Create" + singular(kind)))
            .count();
  }

  private static String singular(VertexJobKind kind) {
    String name = kind.collection().substring(0, kind.collection().length() - 1);
    return Character.toUpperCase(name.charAt(0)) + name.substring(1);
  }

  /** Scripts a fault for the create and for nothing before it. */
  private record TroubledCreates(JobWire real) implements JobWire {
    @Override
    public Draft draft(VertexJobKind kind, Location location, String json, String displayName) {
      Draft draft = real.draft(kind, location, json, displayName);
      return new Draft() {
        @Override
        public Optional<VertexJob> find(OnBehalf on) {
          return draft.find(on);
        }

        @Override
        public VertexJob create(OnBehalf on) {
          onCreate.ifPresent(fault -> sandbox.faults().add("vertex", fault, 1));
          onCreate = Optional.empty();
          return draft.create(on);
        }
      };
    }

    @Override
    public VertexJob get(VertexJobKind kind, String name, OnBehalf on) {
      return real.get(kind, name, on);
    }

    @Override
    public void cancel(VertexJobKind kind, String name, OnBehalf on) {
      real.cancel(kind, name, on);
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
