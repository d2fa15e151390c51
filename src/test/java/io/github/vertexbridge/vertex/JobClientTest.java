package io.github.vertexbridge.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.VertexJobKind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One job, whatever happens on the way: what is looked up, made and repeated. */
class JobClientTest {
  private static final Location WEST4 = new Location("europe-west4");
  private static final URI ORIGIN = URI.create("https://vertex.example");

  private final FakeJobWire wire = new FakeJobWire();
  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private final JobClient client = new JobClient(() -> wire, this::pause);

  private void pause(Duration length) {
    pauses.add(length);
    now = now.plus(length);
  }

  @Test
  void create_whenThereIsNone_thenLookedForAndMadeOnce() {
    VertexJob job = create("vb-1");
    assertThat(job.displayName()).isEqualTo("vb-1");
    assertThat(wire.log()).containsExactly("find", "create");
    assertThat(pauses).isEmpty();
  }

  @Test
  void create_whenItIsThere_thenThatOneAndNoneIsMade() {
    wire.holds(VertexJob.State.SUCCEEDED);
    assertThat(create("vb-1").state()).isEqualTo(VertexJob.State.SUCCEEDED);
    assertThat(wire.log()).containsExactly("find");
  }

  @Test
  void create_whenTheAnswerIsLost_thenTheJobIsFoundAndNoSecondMade() {
    wire.createFails(reset(), true);
    assertThat(create("vb-1").displayName()).isEqualTo("vb-1");
    assertThat(wire.log()).containsExactly("find", "create", "find");
    assertThat(pauses).containsExactly(Duration.ofSeconds(1));
  }

  @Test
  void create_whenItNeverArrived_thenMadeAfterASecondLook() {
    wire.createFails(Failures.timeout(ORIGIN, "no-answer").asException(), false);
    assertThat(create("vb-1").displayName()).isEqualTo("vb-1");
    assertThat(wire.log()).containsExactly("find", "create", "find", "create");
  }

  @Test
  void create_whenTheIdIsTakenMeanwhile_thenThatJob() {
    FailureException taken =
        Failure.of(FailureCode.VERTEX_REFUSED, "409", "-")
            .withFacts(Map.of("rpcStatus", "ALREADY_EXISTS"))
            .asException();
    wire.createFails(taken, true);
    assertThat(create("vb-1").displayName()).isEqualTo("vb-1");
    assertThat(wire.log()).containsExactly("find", "create", "find");
  }

  @Test
  void create_whenVertexStaysAway_thenThreeTriesAndALastLook() {
    FailureException last = reset();
    wire.createFails(reset(), false).createFails(reset(), false).createFails(last, false);
    assertThat(assertThrows(FailureException.class, () -> create("vb-1"))).isSameAs(last);
    assertThat(wire.log())
        .containsExactly("find", "create", "find", "create", "find", "create", "find");
  }

  @Test
  void create_whenTheLastLookFindsIt_thenThatJob() {
    wire.createFails(reset(), false).createFails(reset(), false).createFails(reset(), true);
    assertThat(create("vb-1").displayName()).isEqualTo("vb-1");
  }

  @Test
  void create_whenItCannotBeLookedFor_thenNotMade() {
    wire.findFails(reset()).findFails(reset()).findFails(reset()).findFails(reset());
    assertThrows(FailureException.class, () -> create("vb-1"));
    assertThat(wire.log()).containsExactly("find", "find", "find", "find");
  }

  @ParameterizedTest
  @EnumSource(
      value = FailureCode.class,
      names = {
        "VERTEX_INVALID_REQUEST",
        "VERTEX_PERMISSION_DENIED",
        "VERTEX_NOT_FOUND",
        "VERTEX_THROTTLED",
        "VERTEX_UNAUTHENTICATED",
        "IDENTITY_UNAVAILABLE"
      })
  void create_whenItIsRefused_thenNotRepeated(FailureCode code) {
    wire.createFails(Failure.of(code, "-", "-").asException(), false);
    assertThat(assertThrows(FailureException.class, () -> create("vb-1")).failure().code())
        .isEqualTo(code);
    assertThat(wire.log()).containsExactly("find", "create");
  }

  @Test
  void create_whenTlsFails_thenNotRepeated() {
    wire.findFails(Failures.unreachable(ORIGIN, "tls", "-").asException());
    assertThrows(FailureException.class, () -> create("vb-1"));
    assertThat(wire.log()).containsExactly("find");
  }

  @Test
  void create_whenNoTimeIsLeft_thenTheFailureThatCameFirst() {
    FailureException first = reset();
    wire.createFails(first, false);
    OnBehalf hurried = on(Duration.ofSeconds(1));
    assertThat(
            assertThrows(
                FailureException.class,
                () -> client.create(VertexJobKind.CUSTOM_JOB, WEST4, "{}", "vb-1", hurried)))
        .isSameAs(first);
    assertThat(pauses).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mine", "vb-", "vb-A", "vb-a\" OR state=\"x", "vb-a_b"})
  void create_whenTheNameIsNoneOfOurs_thenABug(String name) {
    assertThatThrownBy(() -> create(name)).isInstanceOf(IllegalArgumentException.class);
    assertThat(wire.log()).isEmpty();
  }

  @Test
  void cancel_whenItRuns_thenTheJobAsItIsAfterwards() {
    wire.holds(VertexJob.State.RUNNING);
    assertThat(cancel().state()).isEqualTo(VertexJob.State.CANCELLING);
  }

  @Test
  void cancel_whenItHasEnded_thenItsEndIsTheAnswer() {
    wire.holds(VertexJob.State.SUCCEEDED).cancelFails(refused());
    assertThat(cancel().state()).isEqualTo(VertexJob.State.SUCCEEDED);
  }

  @Test
  void cancel_whenRefusedWhileItRuns_thenTheRefusal() {
    FailureException refused = refused();
    wire.holds(VertexJob.State.RUNNING).cancelFails(refused);
    assertThat(assertThrows(FailureException.class, this::cancel)).isSameAs(refused);
  }

  @Test
  void close_whenNothingWasCalled_thenNothingIsMade() {
    client.close();
    assertThat(wire.log()).isEmpty();
    create("vb-1");
    client.close();
    assertThat(wire.log()).endsWith("close");
  }

  private VertexJob create(String displayName) {
    return client.create(
        VertexJobKind.CUSTOM_JOB, WEST4, "{}", displayName, on(Duration.ofMinutes(5)));
  }

  private VertexJob cancel() {
    return client.cancel(
        VertexJobKind.CUSTOM_JOB,
        "projects/1/locations/europe-west4/customJobs/2",
        on(Duration.ofMinutes(5)));
  }

  private OnBehalf on(Duration time) {
    return new OnBehalf(Optional.empty(), Calls.ID, Deadline.after(time, () -> now));
  }

  private static FailureException reset() {
    return Failures.unreachable(ORIGIN, "reset", "-").asException();
  }

  private static FailureException refused() {
    return Failure.of(FailureCode.VERTEX_INVALID_REQUEST, "-", "-").asException();
  }
}
