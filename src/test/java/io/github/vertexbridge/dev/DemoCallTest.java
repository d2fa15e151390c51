package io.github.vertexbridge.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DemoCallTest {
  @Test
  void check_whenAllHopsAreThere_thenPasses() throws DemoFailure {
    call(200, "", "managed-identity", "sts", "impersonation", "vertex").check();
  }

  @Test
  void check_whenAHopIsMissing_thenNamesIt() {
    assertThatThrownBy(() -> call(200, "", "managed-identity", "sts", "vertex").check())
        .isInstanceOfSatisfying(
            DemoFailure.class, e -> assertThat(e.hop()).isEqualTo("impersonation"));
  }

  @Test
  void check_whenTheAppNamesAHop_thenSaysWhatItSaw() {
    String failure =
        "\"failure\":{\"hop\":\"sts\",\"code\":\"X\",\"seen\":\"Refused.\",\"remedy\":\"Ask.\"}";
    assertThatThrownBy(() -> call(502, failure, "managed-identity", "sts").check())
        .isInstanceOfSatisfying(
            DemoFailure.class, e -> assertThat(e.line()).isEqualTo("hop sts: X: Refused. Ask."));
  }

  @Test
  void check_whenTheAnswerIsNoSuccess_thenFails() {
    assertThatThrownBy(
            () -> call(429, "", "managed-identity", "sts", "impersonation", "vertex").check())
        .hasMessageContaining("429");
  }

  @Test
  void text_whenAHopRanBefore_thenShowsItsAge() {
    DemoCall call = call(200, "", "managed-identity", "sts", "impersonation", "vertex");
    assertThat(DemoReport.text(new Demo.Result(java.util.List.of(call), 1, 1, "no Node")))
        .contains("sts               12:00:01.000 UTC  7 ms, from the cache: made 4.000 s before")
        .contains("issuer    https://issuer/")
        .contains("1 exchange and 1 mint")
        .contains("SKIPPED the queue call: no Node");
  }

  private static DemoCall call(int status, String extra, String... hops) {
    String list =
        Stream.of(hops)
            .map(
                hop ->
                    """
                    {"hop":"%s","start":"2026-11-25T12:00:01Z","ms":7,"ok":true,
                     "claims":{"iss":"https://issuer/"},"expiry":"2026-11-25T13:00:00Z"}"""
                        .formatted(hop))
            .collect(Collectors.joining(","));
    JsonObject json =
        JsonParser.parseString(
                """
                {"time":"2026-11-25T12:00:05Z","correlationId":"c","rule":"r","hops":[%s]%s}"""
                    .formatted(list, extra.isEmpty() ? "" : "," + extra))
            .getAsJsonObject();
    return new DemoCall("title", "POST /x", status, "{}", new CallLine(json));
  }
}
