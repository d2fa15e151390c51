package io.github.vertexbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** CEL as a provider uses it, with the traps that Google's own evaluation does not have. */
class AttributeRulesTest {
  private final Map<String, @Nullable Object> claims =
      new HashMap<>(
          Map.of(
              "sub", "oid-1", "n", 3L, "path", "/subscriptions/s1/rest", "groups", List.of("a")));

  AttributeRulesTest() {
    claims.put("absent", null);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "assertion.sub in ['oid-1', 'oid-2'] ; true",
        "assertion.sub == 'oid-2' ; false",
        "has(assertion.email) ? false : true ; true",
        "assertion.email == 'x' ; false",
        "assertion.email == 'x' || true ; true",
        "assertion.n > 2.5 ; true",
        "assertion.absent == null ; true",
        "assertion.absent != 'x' && true ; true",
        "'a' in assertion.groups && assertion.groups.exists(g, g.startsWith('a')) ; true",
        "google.subject == 'oid-1' && attribute.tid == 't' ; true",
        "assertion.path.extract('/subscriptions/{id}/') == 's1' ; true",
        "assertion.sub ; false"
      })
  void accepts_whenEvaluated_thenOnlyTrueAccepts(String condition, boolean accepted) {
    assertThat(
            AttributeRules.accepts(
                condition, claims, Map.of("subject", "oid-1"), Map.of("tid", "t")))
        .isEqualTo(accepted);
  }

  @Test
  void accepts_whenThereIsNoCondition_thenEverybody() {
    assertThat(AttributeRules.accepts("", claims, Map.of(), Map.of())).isTrue();
  }

  @Test
  void map_whenClaimIsMissingNullOrANumber_thenNoValue() {
    assertThat(AttributeRules.map("assertion.email", claims)).isEmpty();
    assertThat(AttributeRules.map("assertion.absent", claims)).isEmpty();
    assertThat(AttributeRules.map("assertion.n", claims)).isEmpty();
    assertThat(AttributeRules.map("assertion.sub + '!'", claims)).contains("oid-1!");
    assertThat(AttributeRules.map("assertion.groups", claims)).contains(List.of("a"));
  }
}
