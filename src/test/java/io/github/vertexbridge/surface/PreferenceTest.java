package io.github.vertexbridge.surface;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Headers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreferenceTest {
  private static Preference of(String prefer) {
    return Preference.of(new Headers(Map.of("Prefer", prefer)));
  }

  @Test
  void of_whenThereIsNoHeader_thenNone() {
    assertThat(Preference.of(Headers.NONE)).isEqualTo(new Preference(false, Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "respond-async, wait=10",
        "wait=10,respond-async",
        "Respond-Async; wait=10",
        "handling=lenient, respond-async, wait=\"10\""
      })
  void of_thenAsyncAndItsWait(String prefer) {
    assertThat(of(prefer)).isEqualTo(new Preference(true, Optional.of(Duration.ofSeconds(10))));
  }

  @Test
  void of_whenItIsSomethingElse_thenPassedOver() {
    assertThat(of("return=minimal, x-respond-async").async()).isFalse();
    assertThat(of("respond-async, wait=soon").patience()).isEmpty();
  }
}
