package io.github.vertexbridge.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Headers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever goes in comes out, both ways. */
class RelayExactnessTest {
  private static @Nullable FakeVertex vertex;
  private static @Nullable VertexClient client;

  @BeforeContainer
  static void start() {
    TestCa ca = new TestCa();
    FakeVertex echo = new FakeVertex(ca);
    echo.script(
        (exchange, seen) ->
            FakeVertex.respond(
                    200,
                    Map.of("Content-Type", seen.headers().get("content-type").orElse("")),
                    seen.body())
                .answer(exchange, seen));
    vertex = echo;
    client = Calls.client(new FakeTokens(), ca);
  }

  @AfterContainer
  static void stop() {
    if (client != null) {
      client.close();
    }
    if (vertex != null) {
      vertex.close();
    }
  }

  @Property(tries = 150)
  void binary_whenRelayed_thenNoByteChanges(@ForAll @Size(max = 5000) byte[] body) {
    assertEcho("application/octet-stream", body);
  }

  @Property(tries = 150)
  void json_whenRelayed_thenNoByteChanges(@ForAll("json") String json) {
    assertEcho("application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  /** With numbers, spaces, escapes and doubled members that a parser would not keep. */
  @Provide
  Arbitrary<String> json() {
    Arbitrary<String> leaf =
        Arbitraries.oneOf(
            Arbitraries.of("1", "1.0", "1.00", "-0", "12345678901234567890", "1e3", "1E+3"),
            Arbitraries.of(
                "null", "true", "\"\\u00e9\"", "\"é\"", "\"<\"", "\"\\/\"", "\"\\ud83d\\ude00\""),
            Arbitraries.strings().alpha().numeric().map(s -> '"' + s + '"'));
    Arbitrary<String> node =
        Arbitraries.lazyOf(
            () -> leaf,
            () -> leaf.list().ofMaxSize(4).map(l -> "[ " + String.join(" ,", l) + "]"),
            () ->
                leaf.list().ofMaxSize(4).map(l -> "{\"a\":" + String.join(",\n\"a\" : ", l) + "}"));
    return node.list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(l -> "{\"contents\":[" + String.join(",", l) + "]}");
  }

  private static void assertEcho(String type, byte[] body) {
    VertexClient relay = java.util.Objects.requireNonNull(client);
    FakeVertex echo = java.util.Objects.requireNonNull(vertex);
    Headers headers = new Headers(Map.of("content-type", type));
    VertexReply reply = relay.call(Calls.to(echo.origin(), headers, body));
    assertThat(echo.last().body()).isEqualTo(body);
    assertThat(reply.answer().body()).isEqualTo(body);
    assertThat(reply.answer().headers().get("content-type")).contains(type);
  }
}
