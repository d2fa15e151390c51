package io.github.vertexbridge.vertex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonNumbersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "9007199254740992",
        "-9007199254740992",
        "0.1",
        "-1e30",
        "3.4028235E38",
        "1.5"
      })
  void requireExact_whenADoubleHoldsIt_thenPasses(String number) {
    assertThatCode(() -> JsonNumbers.requireExact("{\"instances\":[" + number + "]}", ""))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "9007199254740993",
        "-9007199254740993",
        "12345678901234567",
        "18446744073709551616",
        "1e400"
      })
  void requireExact_whenItWouldChange_thenRefusedNamingThePath(String number) {
    Failure failure = failure("{\"instances\":[1,{\"id\":[true,null,\"s\"," + number + "]}]}");
    assertThat(failure.code()).isEqualTo(FailureCode.NUMBER_NOT_EXACT);
    assertThat(failure.seen()).contains("$.instances[1].id[3]");
  }

  @Test
  void requireExact_whenBigNumberIsAString_thenPasses() {
    assertThatCode(() -> JsonNumbers.requireExact("{\"instances\":[\"9007199254740993\"]}", ""))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\":}", "nonsense", "{} {}", "{'a':1}", "[1,]", "NaN"})
  void requireExact_whenNotJson_thenTypedFailure(String text) {
    assertThat(failure(text).code()).isEqualTo(FailureCode.BODY_NOT_JSON);
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 1",
    "-3.0, -3",
    "0.0, 0",
    "9.007199254740992E15, 9007199254740992",
    "0.1, 0.1",
    "1.0E-5, 1.0E-5",
    "1.0E30, 1.0E30",
    "100000.0, 100000"
  })
  void withIntegers_whenDoubleIsWhole_thenItIsAnIntegerAgain(String printed, String wanted)
      throws IOException {
    assertThat(JsonNumbers.withIntegers("{\"predictions\":[" + printed + "]}"))
        .isEqualTo("{\"predictions\":[" + wanted + "]}");
  }

  @Test
  void withIntegers_whenOtherValues_thenTheyStay() throws IOException {
    String json = "{\"a\":[true,false,null,\"1.0\",{},[]],\"b\":{\"c\":\"<\\\"é\"}}";
    assertThat(JsonNumbers.withIntegers(json)).isEqualTo(json);
  }

  private static Failure failure(String json) {
    return assertThrows(FailureException.class, () -> JsonNumbers.requireExact(json, "")).failure();
  }
}
