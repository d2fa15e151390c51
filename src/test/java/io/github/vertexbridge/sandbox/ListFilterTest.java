package io.github.vertexbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Filters as the protos' comments write them. */
class ListFilterTest {
  private static final JsonObject JOB =
      JsonParser.parseString(
              "{\"displayName\":\"my_job_7\",\"state\":\"JOB_STATE_RUNNING\","
                  + "\"createTime\":\"2026-05-01T10:00:00Z\",\"labels\":{\"key\":\"value\"}}")
          .getAsJsonObject();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\'',
      value = {
        "display_name=\"my_job_7\" | true",
        "displayName = \"my_job_7\" | true",
        "display_name=\"my_job\" | false",
        "display_name:\"my_job_*\" | true",
        "state=\"JOB_STATE_SUCCEEDED\" AND display_name:\"my_job_*\" | false",
        "state!=\"JOB_STATE_FAILED\" OR display_name=\"x\" | true",
        "NOT display_name=\"my_job\" | true",
        "create_time>\"2026-04-18T00:00:00Z\" | true",
        "create_time<=\"2026-04-18T00:00:00Z\" | false",
        "labels.key=value | true",
        "labels.key:* | true",
        "labels.other:* | false",
        "labels.other!=x | true",
        "'' | true",
      })
  void filter_whenRead_thenMatchesOrNot(String filter, boolean matches) {
    assertThat(ListFilter.parse(filter).test(JOB)).isEqualTo(matches);
  }

  @ParameterizedTest
  @ValueSource(strings = {"display_name", "size=3", "state>x", "display_name=\"a\" AND"})
  void filter_whenItIsNone_thenRefused(String filter) {
    assertThatThrownBy(() -> ListFilter.parse(filter)).isInstanceOf(GoogleRefusal.class);
  }
}
