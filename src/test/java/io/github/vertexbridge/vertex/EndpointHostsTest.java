package io.github.vertexbridge.vertex;

import static io.github.vertexbridge.vertex.ScriptedVertex.broken;
import static io.github.vertexbridge.vertex.ScriptedVertex.refusal;
import static io.github.vertexbridge.vertex.ScriptedVertex.status;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.EndpointOverride;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import io.github.vertexbridge.target.VertexHosts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointHostsTest {
  private static final String A = "europe-west4";
  private static final URI SHARED = URI.create("https://europe-west4-aiplatform.googleapis.com");
  private static final URI OWN = URI.create("https://1.europe-west4-9.prediction.vertexai.goog");

  private final FakeTime time = new FakeTime();
  private final ScriptedVertex vertex = new ScriptedVertex(time);
  private final VertexTrace trace = new VertexTrace();
  private final EndpointHosts hosts = hosts(vertex, EndpointOverride.NONE, Map.of());

  private EndpointHosts hosts(
      OneCall client, EndpointOverride override, Map<String, URI> configured) {
    return new EndpointHosts(client, new VertexHosts(override), configured, time);
  }

  private VertexCall call(String action) {
    return call(
        Calls.target(ResourceName.endpoint("1234567890"), action, Transport.REST),
        Optional.empty());
  }

  private VertexCall call(Target target, Optional<ServiceAccount> as) {
    return new VertexCall(
        target,
        SHARED,
        "",
        Headers.NONE,
        Calls.bytes("{}"),
        as,
        Calls.ID,
        Deadline.after(Calls.AMPLE, time));
  }

  private static ScriptedVertex.Script endpoint(String dns) {
    return status(200, "{\"name\":\"e\",\"dedicatedEndpointDns\":\"" + dns + "\"}");
  }

  private URI place(String action) {
    return hosts.place(call(action), trace).origin();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://1.europe-west4-9.prediction.vertexai.goog",
        "1.europe-west4-9.prediction.vertexai.goog"
      })
  void place_whenTheEndpointIsDedicated_thenItsOwnHostAndOneReadIn10Minutes(String dns) {
    vertex.at(A, endpoint(dns), endpoint(dns));

    assertThat(hosts.place(call("predict"), trace))
        .returns(OWN, VertexCall::origin)
        .returns(true, VertexCall::ownHost);
    time.pass(Duration.ofMinutes(9));
    assertThat(place("rawPredict")).isEqualTo(OWN);
    assertThat(vertex.calls()).hasSize(1);
    VertexCall read = vertex.calls().get(0);
    assertThat(read.target().rest().method() + " " + read.origin() + read.target().path())
        .isEqualTo(
            "GET "
                + SHARED
                + "/v1/projects/my-project/locations/europe-west4/endpoints/1234567890");

    time.pass(Duration.ofMinutes(1));
    place("chatCompletions");
    assertThat(vertex.calls()).hasSize(2);
  }

  @Test
  void place_whenItIsNotDedicated_thenTheLocationsHostAndOneRead() {
    vertex.at(A, status(200, "{\"name\":\"e\"}"));

    assertThat(place("predict")).isEqualTo(SHARED);
    assertThat(place("predict")).isEqualTo(SHARED);

    assertThat(vertex.calls()).hasSize(1);
    assertThat(hosts.hint(call("predict"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.test",
        "http://1.europe-west4-9.prediction.vertexai.goog",
        "1.prediction.vertexai.goog.evil.test",
        "evil.test/1.prediction.vertexai.goog",
        "u@1.prediction.vertexai.goog",
        "1.prediction.vertexai.goog:8443",
        "evilprediction.vertexai.goog"
      })
  void place_whenTheNameIsNotGoogles_thenNoTokenGoesThere(String dns) {
    vertex.at(A, endpoint(dns));

    assertThat(place("predict")).isEqualTo(SHARED);
  }

  @Test
  void place_whenASettingNamesTheHost_thenItIsTrusted() {
    EndpointOverride override =
        EndpointOverride.parse("europe-west4=https://localhost:9,us=https://localhost:10")
            .orElseThrow();
    vertex.at(A, endpoint("https://localhost:10"));

    assertThat(hosts(vertex, override, Map.of()).place(call("predict"), trace).origin())
        .hasToString("https://localhost:10");
  }

  @Test
  void place_whenTheAccountMayNotReadIt_thenTheLocationsHostIsRememberedForThatAccountOnly() {
    vertex.at(A, refusal(403), endpoint(OWN.toString()));
    Target target = call("predict").target();
    VertexCall other = call(target, Optional.of(new ServiceAccount("x@p.iam.gserviceaccount.com")));

    assertThat(place("predict")).isEqualTo(SHARED);
    assertThat(place("predict")).isEqualTo(SHARED);
    assertThat(vertex.calls()).hasSize(1);
    assertThat(hosts.hint(call("predict")).orElseThrow()).contains("aiplatform.endpoints.get");

    assertThat(hosts.place(other, trace).origin()).isEqualTo(OWN);
    assertThat(vertex.calls().get(1).as()).isEqualTo(other.as());
  }

  @Test
  void place_whenTheReadFails_thenTheOldAnswerServesAndItIsReadAgainSoon() {
    vertex.at(A, endpoint(OWN.toString()), broken("reset"), status(200, "{}"));
    place("predict");
    time.pass(Duration.ofMinutes(10));

    assertThat(place("predict")).isEqualTo(OWN);
    assertThat(place("predict")).isEqualTo(OWN);
    assertThat(vertex.calls()).hasSize(2);

    time.passSeconds(30);
    assertThat(place("predict")).isEqualTo(SHARED);
  }

  @ParameterizedTest
  @CsvSource({
    "endpoints/openapi, chatCompletions",
    "endpoints/1234567890, generateContent",
    "endpoints/1234567890, explain",
    "publishers/google/models/gemini-2.5-flash, generateContent",
  })
  void place_whenNoDedicatedHostServesIt_thenNothingIsRead(String resource, String action) {
    Target target = Calls.target(new ResourceName(resource), action, Transport.REST);

    assertThat(hosts.place(call(target, Optional.empty()), trace).origin()).isEqualTo(SHARED);

    assertThat(vertex.calls()).isEmpty();
  }

  @Test
  void place_whenASettingHasTheEndpointsAddress_thenItWins() {
    URI address = URI.create("https://10.0.0.6");
    EndpointHosts set = hosts(vertex, EndpointOverride.NONE, Map.of("1234567890", address));

    assertThat(set.place(call("explain"), trace).origin()).isEqualTo(address);
    assertThat(set.place(call("predict"), trace).ownHost()).isTrue();
    assertThat(vertex.calls()).isEmpty();
  }

  @Test
  void place_whenManyCallsCome_thenOneReads() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(8);
    OneCall slow =
        (call, into) -> {
          reads.incrementAndGet();
          await(all);
          return new VertexReply(
              endpoint(OWN.toString()).answer(call),
              new io.github.vertexbridge.call.BearerToken("t", Instant.MAX, List.of()),
              true,
              List.of(),
              Map.of(),
              Map.of());
        };
    EndpointHosts shared = hosts(slow, EndpointOverride.NONE, Map.of());
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<URI>> origins = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        origins.add(
            pool.submit(
                () -> {
                  all.countDown();
                  return shared.place(call("predict"), new VertexTrace()).origin();
                }));
      }
      for (Future<URI> origin : origins) {
        assertThat(origin.get(30, TimeUnit.SECONDS)).isEqualTo(OWN);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(reads).hasValue(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
