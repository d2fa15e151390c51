package io.github.vertexbridge.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class UnknownErrorsTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger("bridge.unknown-error");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final UnknownErrors unknown = new UnknownErrors();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(lines);
  }

  private List<JsonObject> kept() {
    return lines.list.stream()
        .map(line -> JsonParser.parseString(line.getFormattedMessage()).getAsJsonObject())
        .toList();
  }

  private static HopRecord failed(int status, Map<String, String> told) {
    return new HopRecord(
        Hop.STS,
        Instant.EPOCH,
        Duration.ZERO,
        false,
        status == 0 ? OptionalInt.empty() : OptionalInt.of(status),
        told,
        Optional.empty());
  }

  @Test
  void tried_whenNobodyKnowsTheRefusal_thenOneLineInItsOwnWords() {
    for (int i = 0; i < 5; i++) {
      unknown.tried(failed(400, Map.of("seen", "STS said: token 12345" + i + " is odd")));
    }

    assertThat(kept()).hasSize(1);
    assertThat(kept().get(0).get("event").getAsString()).isEqualTo("unknown-error");
    assertThat(kept().get(0).get("hop").getAsString()).isEqualTo("sts");
    assertThat(kept().get(0).get("seen").getAsString()).contains("is odd");
    assertThat(kept().get(0).get("status").getAsString()).isEqualTo("400");
  }

  @Test
  void tried_whenKnownOrTransitory_thenNothing() {
    unknown.tried(failed(400, Map.of("catalogue", "S05")));
    unknown.tried(failed(503, Map.of("seen", "busy")));
    unknown.tried(failed(0, Map.of("seen", "no answer")));

    assertThat(kept()).isEmpty();
  }

  @Test
  void tried_whenEveryRefusalIsAnother_thenAHundredAreKept() {
    for (char a = 'g'; a <= 'z'; a++) {
      for (char b = 'g'; b <= 'z'; b++) {
        unknown.tried(failed(400, Map.of("seen", "word " + a + b)));
      }
    }

    assertThat(kept()).hasSize(100);
  }
}
