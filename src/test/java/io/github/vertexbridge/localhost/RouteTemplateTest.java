package io.github.vertexbridge.localhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTemplateTest {
  private final RouteTemplate rest =
      new RouteTemplate("v1/projects/{project}/locations/{location}/{*rest}");

  @Test
  void match_whenCatchAll_thenTakesTheRestWithColonsAndSlashes() {
    assertThat(rest.match("/v1/projects/p/locations/l/publishers/google/models/m:generateContent"))
        .contains(
            Map.of(
                "project", "p",
                "location", "l",
                "rest", "publishers/google/models/m:generateContent"));
  }

  @Test
  void match_whenLiteralsDifferInCase_thenStillMatches() {
    assertThat(rest.match("/V1/Projects/p/LOCATIONS/l/x")).isPresent();
  }

  @Test
  void match_whenCatchAllIsEmpty_thenHasNoValue() {
    assertThat(rest.match("/v1/projects/p/locations/l"))
        .contains(Map.of("project", "p", "location", "l"));
  }

  @Test
  void match_whenSegmentBeforeCatchAllIsEmpty_thenNone() {
    assertThat(rest.match("/v1/projects//locations/l/x")).isEmpty();
    assertThat(rest.match("//v1/projects/p/locations/l/x")).isEmpty();
  }

  @Test
  void match_whenCatchAllAlone_thenMatchesRootAndEmptySegments() {
    RouteTemplate all = new RouteTemplate("{*path}");
    assertThat(all.match("/")).contains(Map.of());
    assertThat(all.match("/a//b/")).contains(Map.of("path", "a//b/"));
  }

  @Test
  void match_whenOneSlashAtTheEnd_thenIgnoresIt() {
    RouteTemplate live = new RouteTemplate("bridge/health/live");
    assertThat(live.match("/bridge/health/live/")).isPresent();
    assertThat(live.match("/bridge/health/live//")).isEmpty();
    assertThat(live.match("/bridge/health/live/x")).isEmpty();
    assertThat(live.match("/bridge/health")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/{id:int}", "a/{id=1}", "a/x{id}", "{*all}/b", "{a?}/b"})
  void new_whenTemplateIsOfAKindThatItDoesNotMatch_thenRefuses(String template) {
    assertThatThrownBy(() -> new RouteTemplate(template))
        .isInstanceOf(UnsupportedAppException.class);
  }
}
