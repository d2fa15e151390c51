package io.github.vertexbridge.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.surface.Surface;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private static HopRecord hop(Hop hop) {
    return new HopRecord(
        hop, NOW, Duration.ZERO, true, OptionalInt.of(200), Map.of(), Optional.empty());
  }

  @Test
  void include_whenPartsShareAToken_thenItsHopsOnceAndEachCallToVertex() {
    Progress call =
        new Progress(Surface.OPENAI, CorrelationId.fresh(), "invocation", InstantSource.fixed(NOW));
    for (int i = 0; i < 3; i++) {
      Progress part = call.part();
      part.token(true, List.of(hop(Hop.STS)));
      part.hop(hop(Hop.VERTEX));
      part.rule(Optional.of("r"));
      part.answered(Map.of("promptTokenCount", 1L), Map.of("modelVersionId", "7"));
      call.include(part);
    }
    call.usage(Map.of("promptTokenCount", 3L));

    CallReport report = call.report(200, Optional.empty());
    assertThat(report.hops())
        .extracting(HopRecord::hop)
        .containsExactly(Hop.STS, Hop.VERTEX, Hop.VERTEX, Hop.VERTEX);
    assertThat(report.rule()).contains("r");
    assertThat(report.tokenFromCache()).isTrue();
    assertThat(report.usage()).isEqualTo(Map.of("promptTokenCount", 3L));
    assertThat(report.surface()).isEqualTo("openai");
    assertThat(call.told().modelVersion()).contains("7");
  }
}
