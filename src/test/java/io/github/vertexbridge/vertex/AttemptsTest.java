package io.github.vertexbridge.vertex;

import static io.github.vertexbridge.vertex.ScriptedVertex.broken;
import static io.github.vertexbridge.vertex.ScriptedVertex.failing;
import static io.github.vertexbridge.vertex.ScriptedVertex.refusal;
import static io.github.vertexbridge.vertex.ScriptedVertex.throttled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.CapacityClass;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.EndpointOverride;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import io.github.vertexbridge.target.VertexHosts;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptsTest {
  private static final String A = "europe-west4";
  private static final String B = "europe-west1";
  private static final String C = "europe-north1";

  private final FakeTime time = new FakeTime();
  private final ScriptedVertex vertex = new ScriptedVertex(time);
  private final VertexTrace trace = new VertexTrace();

  /** Gives half of every jitter. */
  private final RandomGenerator half =
      new RandomGenerator() {
        @Override
        public long nextLong() {
          return 0;
        }

        @Override
        public double nextDouble() {
          return 0.5;
        }
      };

  private final Attempts attempts =
      new Attempts(
          vertex,
          new EndpointHosts(vertex, new VertexHosts(EndpointOverride.NONE), Map.of(), time),
          time,
          time,
          half);

  private VertexCall place(Target target, String location, Headers headers, Duration deadline) {
    return new VertexCall(
        target.in(new Location(location)),
        URI.create("https://" + location + ".test"),
        "",
        headers,
        Calls.bytes("{}"),
        Optional.empty(),
        Calls.ID,
        Deadline.after(deadline, time));
  }

  private List<VertexCall> places(String... locations) {
    return places(Calls.AMPLE, locations);
  }

  private List<VertexCall> places(Duration deadline, String... locations) {
    return Stream.of(locations)
        .map(location -> place(Calls.generate(), location, Headers.NONE, deadline))
        .toList();
  }

  private Failure failure(List<VertexCall> places) {
    return failure(places, trace);
  }

  private Failure failure(List<VertexCall> places, VertexTrace into) {
    return assertThrows(FailureException.class, () -> attempts.call(places, into)).failure();
  }

  @Test
  void call_whenThrottled_thenTheNextLocationAtOnceAndTheTraceSaysSo() {
    vertex.at(A, throttled("30"));

    assertThat(attempts.call(places(A, B), trace).answer().status()).isEqualTo(200);

    assertThat(vertex.locations()).containsExactly(A, B);
    assertThat(time.pauses()).isEmpty();
    assertThat(Attempt.summary(trace.attempts())).isEqualTo("europe-west4=429, europe-west1=200");
    assertThat(trace.target().orElseThrow().location().value()).isEqualTo(B);
  }

  @Test
  void call_whenALocationCoolsDown_thenItIsLeftAloneForTheTimeThatVertexGave() {
    vertex.at(A, throttled("30"));
    attempts.call(places(A, B), new VertexTrace());

    time.passSeconds(29);
    attempts.call(places(A, B), trace);
    assertThat(vertex.locations()).containsExactly(A, B, B);
    assertThat(Attempt.summary(trace.attempts()))
        .isEqualTo("europe-west4=memory, europe-west1=200");

    time.passSeconds(1);
    attempts.call(places(A, B), new VertexTrace());
    assertThat(vertex.locations()).containsExactly(A, B, B, A);
  }

  @Test
  void call_whenTheOnlyLocationCoolsDown_thenAnsweredFromMemoryWithWhatIsLeft() {
    vertex.at(A, throttled("30"));
    failure(places(A), new VertexTrace());
    time.passSeconds(12);

    Failure failure = failure(places(A));

    assertThat(vertex.calls()).hasSize(1);
    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_THROTTLED);
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(18));
    assertThat(failure.upstream()).as("another call's answer").isEmpty();
    assertThat(failure.facts())
        .containsEntry("kind", "shared-capacity")
        .containsEntry(Failure.ATTEMPTS, "europe-west4=memory");
    assertThat(failure.isFinal()).isTrue();
  }

  @Test
  void call_whenAShortCoolDownIsUnderWay_thenClientsMayComeBackByThemselves() {
    vertex.at(A, throttled("30"));
    failure(places(A), new VertexTrace());
    time.passSeconds(21);

    Failure failure = failure(places(A));

    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(9));
    assertThat(failure.isFinal()).isFalse();
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void call_whenThereIsNoOtherLocationAndTheDelayIsShort_thenItWaits() {
    vertex.at(A, throttled("7"));

    attempts.call(places(A), trace);

    assertThat(time.pauses()).containsExactly(Duration.ofMillis(7250));
    assertThat(trace.attempts())
        .extracting(Attempt::waited)
        .containsExactly(Duration.ZERO, Duration.ofMillis(7250));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.001", "39"})
  void call_whenTheDelayIsLong_then429ThatClientsMustNotRepeat(String delay) {
    vertex.at(A, throttled(delay));

    Failure failure = failure(places(A));

    assertThat(vertex.calls()).hasSize(1);
    assertThat(time.pauses()).isEmpty();
    assertThat(failure.retryAfter().orElseThrow()).isGreaterThan(Duration.ofSeconds(10));
    assertThat(failure.isFinal()).isTrue();
    assertThat(failure.upstream()).isPresent();
  }

  @Test
  void call_whenTheDelayDoesNotFitTheDeadline_then429AtOnce() {
    vertex.at(A, throttled("7"));

    Failure failure = failure(places(Duration.ofSeconds(6), A));

    assertThat(time.pauses()).isEmpty();
    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_THROTTLED);
    assertThat(failure.isFinal()).isFalse();
  }

  @Test
  void call_whenAllLocationsAreThrottled_thenItWaitsForTheFirstThatIsFreeAgain() {
    vertex.at(A, throttled("9"));
    vertex.at(B, throttled("4"));

    attempts.call(places(A, B), trace);

    assertThat(vertex.locations()).containsExactly(A, B, B);
    assertThat(time.pauses()).containsExactly(Duration.ofMillis(4250));
  }

  @Test
  void call_whenThrottledEverywhere_thenThreeAttemptsAndTheShortestDelay() {
    vertex.at(A, throttled("50"));
    vertex.at(B, throttled("40"));
    vertex.at(C, throttled("60"));

    Failure failure = failure(places(A, B, C, "europe-west9"));

    assertThat(vertex.locations()).containsExactly(A, B, C);
    assertThat(failure.isFinal()).isTrue();
    assertThat(failure.retryAfter()).contains(Duration.ZERO); // the fourth was never tried
  }

  @Test
  void call_whenVertexGivesNoDelay_then5SecondsDoublingTo60UntilServed() {
    for (long seconds : new long[] {5, 10, 20, 40, 60, 60}) {
      vertex.at(A, throttled());
      VertexCall call = places(Duration.ofSeconds(1), A).get(0);
      Failure failure = failure(List.of(call), new VertexTrace());
      assertThat(failure.retryAfter()).contains(Duration.ofSeconds(seconds));
      time.passSeconds(seconds);
    }
    attempts.call(places(A), new VertexTrace());
    vertex.at(A, throttled());

    assertThat(failure(places(Duration.ofSeconds(1), A)).retryAfter())
        .contains(Duration.ofSeconds(5));
  }

  @Test
  void coolDown_whenManyCallsWereUnderWay_thenTheirRefusalsCountOnce() {
    CoolDowns coolDowns = new CoolDowns(time);
    VertexCall call = places(A).get(0);
    CoolDowns.Key key = CoolDowns.Key.of(call);
    Failure refusal =
        new Refusals(time).failure(call, throttled().answer(call)).withFact("kind", "x");

    for (int i = 0; i < 50; i++) {
      coolDowns.throttled(key, refusal, time.instant().minusSeconds(1));
    }
    assertThat(coolDowns.remaining(key)).isEqualTo(Duration.ofSeconds(5));

    coolDowns.served(key, time.instant().minusSeconds(1));
    assertThat(coolDowns.remaining(key)).as("a call of before").isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void coolDown_whenAnotherModelActionOrCapacityIsCalled_thenItIsNotConcerned() {
    vertex.at(A, throttled("30"));
    failure(places(A), new VertexTrace());
    Target other =
        Calls.target(
            ResourceName.publisherModel("google", "gemini-2.5-pro"),
            "generateContent",
            Transport.REST);
    Target counting = Calls.target(Calls.generate().resource(), "countTokens", Transport.REST);
    Headers dedicated = CapacityHeaders.with(Headers.NONE, CapacityClass.DEDICATED);

    attempts.call(List.of(place(other, A, Headers.NONE, Calls.AMPLE)), new VertexTrace());
    attempts.call(List.of(place(counting, A, Headers.NONE, Calls.AMPLE)), new VertexTrace());
    attempts.call(List.of(place(Calls.generate(), A, dedicated, Calls.AMPLE)), trace);

    assertThat(vertex.calls()).hasSize(4);
  }

  @Test
  void coolDown_whenTheSameModelIsStreamed_thenItIsConcerned() {
    vertex.at(A, throttled("30"));
    failure(places(A), new VertexTrace());
    Target stream =
        Calls.target(Calls.generate().resource(), "streamGenerateContent", Transport.REST);

    failure(List.of(place(stream, A, Headers.NONE, Calls.AMPLE)));

    assertThat(vertex.calls()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void call_whenVertexFails_thenTheSameTargetAfterASecondAndThenTheNext(int status) {
    vertex.at(A, refusal(status), refusal(status));

    attempts.call(places(A, B), trace);

    assertThat(vertex.locations()).containsExactly(A, A, B);
    assertThat(time.pauses()).containsExactly(Duration.ofMillis(1250));
  }

  @ParameterizedTest
  @ValueSource(strings = {"connect", "tls", "reset"})
  void call_whenTheConnectionFails_thenTheSameTargetAfterASecondAndThenTheNext(String kind) {
    vertex.at(A, broken(kind), broken(kind));

    attempts.call(places(A, B), trace);

    assertThat(vertex.locations()).containsExactly(A, A, B);
    assertThat(Attempt.summary(trace.attempts()))
        .isEqualTo("europe-west4=%s, europe-west4=%s, europe-west1=200".formatted(kind, kind));
  }

  @Test
  void call_whenVertexFailsEverywhere_thenThreeAttemptsAndNoMoreByTheClient() {
    vertex.at(A, refusal(503), refusal(503));
    vertex.at(B, refusal(500), refusal(500));

    Failure failure = failure(places(A, B, C));

    assertThat(vertex.locations()).containsExactly(A, A, B);
    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_UNAVAILABLE);
    assertThat(failure.isFinal()).isTrue();
    assertThat(failure.facts().get(Failure.ATTEMPTS))
        .isEqualTo("europe-west4=503, europe-west4=503, europe-west1=500");
  }

  @Test
  void call_whenTheOnlyLocationFails_thenOneRepetition() {
    vertex.at(A, refusal(503), refusal(503), refusal(503));

    assertThat(failure(places(A)).isFinal()).isTrue();

    assertThat(vertex.calls()).hasSize(2);
  }

  @Test
  void call_whenThrottledAfterAFailure_thenStillThreeInAll() {
    vertex.at(A, refusal(503), throttled("2"));
    vertex.at(B, throttled("3"), throttled("3"));

    Failure failure = failure(places(A, B));

    assertThat(vertex.locations()).containsExactly(A, A, B);
    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_THROTTLED);
    assertThat(failure.isFinal()).isTrue();
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(2));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 409, 413, 501})
  void call_whenVertexRefuses_thenNeverRepeated(int status) {
    vertex.at(A, refusal(status));

    Failure failure = failure(places(A, B));

    assertThat(vertex.calls()).hasSize(1);
    assertThat(failure.isFinal()).isFalse();
    assertThat(failure.facts()).containsEntry(Failure.ATTEMPTS, "europe-west4=" + status);
  }

  @Test
  void call_whenTheDeadlineHasPassed_thenNeverRepeatedAndFinal() {
    vertex.at(
        A,
        failing(
            call -> {
              time.pass(Calls.AMPLE);
              return Failures.timeout(call.origin(), "no-answer");
            }));

    Failure failure = failure(places(A, B));

    assertThat(vertex.calls()).hasSize(1);
    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_TIMEOUT);
    assertThat(failure.isFinal()).isTrue();
  }

  @Test
  void call_whenOurConnectionsAreBusy_thenTheNextLocationAtOnceElseClientsMayRepeat() {
    vertex.at(A, failing(call -> Failures.busy(call.origin(), 1)));
    attempts.call(places(A, B), new VertexTrace());
    assertThat(vertex.locations()).containsExactly(A, B);
    vertex.at(A, failing(call -> Failures.busy(call.origin(), 1)));

    Failure failure = failure(places(A));

    assertThat(failure.code()).isEqualTo(FailureCode.VERTEX_CONNECTIONS_BUSY);
    assertThat(failure.isFinal()).isFalse();
    assertThat(time.pauses()).isEmpty();
  }

  @Test
  void call_whenTheIdentityChainFails_thenItsFailureAndNoAttempt() {
    Failure outage = Failure.at(Hop.STS, FailureCode.IDENTITY_UNAVAILABLE, "STS is down.", "Wait.");
    vertex.at(A, failing(call -> outage));

    assertThat(failure(places(A, B))).isEqualTo(outage);

    assertThat(trace.attempts()).isEmpty();
  }

  @Test
  void call_whenInterruptedInAPause_thenTypedFailure() {
    vertex.at(A, refusal(503));
    Attempts interrupted =
        new Attempts(
            vertex,
            new EndpointHosts(vertex, new VertexHosts(EndpointOverride.NONE), Map.of(), time),
            time,
            duration -> {
              throw new InterruptedException();
            },
            half);

    FailureException e =
        assertThrows(FailureException.class, () -> interrupted.call(places(A), trace));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(e.failure().code()).isEqualTo(FailureCode.SHUTTING_DOWN);
  }
}
