package io.github.vertexbridge.localhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class HostOptionsTest {
  @Test
  void of_whenNothingIsSaid_thenHasTheHostsDefaults() {
    HostOptions options = options("{\"version\":\"2.0\"}");
    assertThat(options.routePrefix()).isEqualTo("api");
    assertThat(options.functionTimeout()).isEqualTo(Duration.ofMinutes(30));
    assertThat(options.maxConcurrentRequests()).isEqualTo(-1);
    assertThat(options.queues())
        .isEqualTo(new HostOptions.Queues(true, 16, 8, 5, Duration.ofMinutes(1), Duration.ZERO));
  }

  @Test
  void of_whenTimeSpansAreWritten_thenReadsThem() {
    HostOptions options =
        options(
            """
            {"version":"2.0","functionTimeout":"1.02:03:04",
             "extensions":{"queues":{"visibilityTimeout":"00:00:00.250"}}}
            """);
    assertThat(options.functionTimeout())
        .isEqualTo(Duration.ofDays(1).plusHours(2).plusMinutes(3).plusSeconds(4));
    assertThat(options.queues().visibilityTimeout()).isEqualTo(Duration.ofMillis(250));
  }

  @Test
  void of_whenSomethingIsWrong_thenNamesIt() {
    assertThatThrownBy(() -> options("{}")).hasMessageContaining("version");
    assertThatThrownBy(() -> options("{\"version\":\"2.0\",\"functionTimeout\":\"10\"}"))
        .isInstanceOf(UnsupportedAppException.class)
        .hasMessageContaining("functionTimeout");
    assertThatThrownBy(
            () ->
                options(
                    "{\"version\":\"2.0\",\"extensions\":{\"queues\":{\"messageEncoding\":\"x\"}}}"))
        .hasMessageContaining("messageEncoding");
  }

  private static HostOptions options(String json) {
    return HostOptions.of(JsonParser.parseString(json).getAsJsonObject());
  }
}
