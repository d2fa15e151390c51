package io.github.vertexbridge.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class CallLineTest {
  @Test
  void parse_whenALineOfTheApp_thenReadsHopsAndTimes() {
    CallLine line =
        CallLine.parse(
                """
                12:00:00.000 INFO bridge.call {"time":"2026-11-25T12:00:05Z","correlationId":"c1",\
                "rule":"r","tokenFromCache":true,"hops":[{"hop":"sts","start":"2026-11-25T12:00:01Z",\
                "ms":7,"ok":true,"status":200,"claims":{"audience":"a"},\
                "expiry":"2026-11-25T13:00:00Z"}],"status":200,"failure":null}""")
            .orElseThrow();
    assertThat(line.correlationId()).isEqualTo("c1");
    assertThat(line.rule()).isEqualTo("r");
    assertThat(line.tokenFromCache()).isTrue();
    assertThat(line.failure()).isEmpty();
    CallLine.Hop hop = line.hops().get(0);
    assertThat(hop.name()).isEqualTo("sts");
    assertThat(hop.millis()).isEqualTo(7);
    assertThat(hop.claims()).containsEntry("audience", "a");
    assertThat(hop.expiry()).contains(Instant.parse("2026-11-25T13:00:00Z"));
  }

  @Test
  void parse_whenAnotherLine_thenNothing() {
    assertThat(CallLine.parse("READY 1")).isEmpty();
    assertThat(CallLine.parse("x bridge.call {broken")).isEmpty();
  }
}
