package io.github.vertexbridge.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.EndpointOverride;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Location;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VertexHostsTest {
  @ParameterizedTest
  @CsvSource({
    "europe-west4,      https://europe-west4-aiplatform.googleapis.com",
    "us-central1,       https://us-central1-aiplatform.googleapis.com",
    "northamerica-northeast1, https://northamerica-northeast1-aiplatform.googleapis.com",
    "africa-south1,     https://africa-south1-aiplatform.googleapis.com",
    "me-central2,       https://me-central2-aiplatform.googleapis.com",
    "global,            https://aiplatform.googleapis.com",
    "us,                https://aiplatform.us.rep.googleapis.com",
    "eu,                https://aiplatform.eu.rep.googleapis.com",
  })
  void of_whenNothingIsSet_thenPublicHost(String location, String origin) {
    assertThat(new VertexHosts(EndpointOverride.NONE).of(new Location(location)))
        .hasToString(origin);
  }

  @ParameterizedTest
  @ValueSource(strings = {"europe", "asia", "localhost", "mars-west1"})
  void of_whenNoSuchLocation_thenRefusedInsteadOfComposed(String location) {
    assertThat(refused(EndpointOverride.NONE, location)).isEqualTo(FailureCode.LOCATION_UNKNOWN);
  }

  @Test
  void of_whenListIsSet_thenOnlyWhatItLists() {
    EndpointOverride list =
        EndpointOverride.parse("europe-west4=https://10.0.0.4:8443").orElseThrow();

    assertThat(new VertexHosts(list).of(new Location("europe-west4")))
        .hasToString("https://10.0.0.4:8443");
    assertThat(refused(list, "europe-west1")).isEqualTo(FailureCode.LOCATION_UNKNOWN);
    assertThat(refused(list, "global")).isEqualTo(FailureCode.LOCATION_UNKNOWN);
  }

  @Test
  void of_whenTemplateIsSet_thenFilledIn() {
    EndpointOverride template =
        EndpointOverride.parse("https://{location}.vertex.internal").orElseThrow();

    assertThat(new VertexHosts(template).of(new Location("us-east1")))
        .hasToString("https://us-east1.vertex.internal");
  }

  private static FailureCode refused(EndpointOverride override, String location) {
    return catchThrowableOfType(
            FailureException.class, () -> new VertexHosts(override).of(new Location(location)))
        .failure()
        .code();
  }
}
