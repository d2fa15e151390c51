package io.github.vertexbridge.localhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestUrlTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {
        "/v1/models/m:predict /v1/models/m:predict",
        "/a%20b /a%20b",
        "/%7Euser /~user",
        "/a%2fb /a%2fb",
        "/a%252fb /a%2fb",
        "/a%25e /a%25e",
        "/x/../a/./b /a/b",
        "/x/%2e%2e/a /a",
        "/a/.. /",
        "/%c3%b6%7c /%C3%B6%7C",
        "/a//b /a//b",
        "/a%3Fb /a%3Fb",
      })
  void absolute_whenPathIsOdd_thenEncodesItAsTheHostDoes(String target, String path) {
    assertThat(RequestUrl.of(target).absolute("host:1")).isEqualTo("http://host:1" + path);
  }

  @Test
  void absolute_whenThereIsAQuery_thenKeepsItAsItWas() {
    assertThat(RequestUrl.of("/a?x=|&$alt=json;enum-encoding=int&y=%C3%B6").absolute("h"))
        .isEqualTo("http://h/a?x=|&$alt=json;enum-encoding=int&y=%C3%B6");
  }

  @Test
  void parameters_whenNamesRepeatAndValuesAreEmpty_thenJoinsAndDrops() {
    assertThat(RequestUrl.of("/a?x=1&x=2&e=&n&y=a+b%2Bc").parameters())
        .isEqualTo(Map.of("x", "1,2", "y", "a b+c"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a%00", "http://other/a", "/ö", "*"})
  void of_whenKestrelWouldAnswer400_thenThrows(String target) {
    assertThatThrownBy(() -> RequestUrl.of(target)).isInstanceOf(IllegalArgumentException.class);
  }
}
