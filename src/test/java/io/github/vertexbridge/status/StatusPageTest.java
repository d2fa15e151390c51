package io.github.vertexbridge.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class StatusPageTest {
  private final StatusPage page = new StatusPage();

  static Stream<Arguments> states() {
    return Stream.of(
        Arguments.of("busy", Snapshots.busy()),
        Arguments.of("empty", Snapshots.empty()),
        Arguments.of("degraded", Snapshots.degraded()),
        Arguments.of("hostile", Snapshots.hostile()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("states")
  void render_whateverTheState_thenNoScriptNoStyleAttribute_andEverySectionIsThere(
      String name, Snapshot snapshot) {
    String html = page.render(snapshot, true);

    assertThat(html).startsWith("<!DOCTYPE html>").contains("<html lang=\"en\">");
    assertThat(html).doesNotContain("<script").doesNotContain("<img").doesNotContain(" style=");
    assertThat(html)
        .contains(
            "id=\"tokens\"", "id=\"hops\"", "id=\"calls\"", "id=\"denials\"", "id=\"queues\"");
  }

  @Test
  void render_whenNamesAreHostile_thenTheyAreText_andCut() {
    String html = page.render(Snapshots.hostile(), true);

    assertThat(html).contains("&lt;script&gt;document.title").contains("{{7*7}}${7*7}");
    assertThat(html).doesNotContain("y".repeat(501));
  }

  @Test
  void render_whenSomethingIsBroken_thenItIsSaidFirst() {
    String html = page.render(Snapshots.degraded(), true);

    assertThat(html)
        .contains("No valid token for vertex-bridge@my-vertex-project.iam.gserviceaccount.com")
        .contains("Audit lines have not been written for 95 s: 403 AuthorizationFailure")
        .contains("17 messages in vertex-requests-poison.");
    assertThat(html.indexOf("17 messages")).isLessThan(html.indexOf("id=\"tokens\""));
  }

  @Test
  void render_whenAllIsWell_thenSaysSo_andShowsLifeAndNextRefreshOfEachToken() {
    String html = page.render(Snapshots.busy(), true);

    assertThat(html)
        .contains("Tokens, audit and queues are in order.")
        .contains("in 40 min", "in 30 min")
        .contains("66 percent of an hour left")
        .contains("half took at most");
    assertThat(html).contains("<polyline class=\"total\" points=\"0.0,");
  }

  @Test
  void render_whenPaused_thenOffersToGoOn() {
    assertThat(page.render(Snapshots.empty(), false)).contains("go on").doesNotContain("pause<");
  }

  @Test
  void securityPolicy_whenCompared_thenItAllowsNothingButTheOneStyle() {
    assertThat(page.securityPolicy())
        .startsWith("default-src 'none'; style-src 'sha256-")
        .doesNotContain("unsafe");
  }
}
