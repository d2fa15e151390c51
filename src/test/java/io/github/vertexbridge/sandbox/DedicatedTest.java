package io.github.vertexbridge.sandbox;

import static io.github.vertexbridge.sandbox.SandboxClient.json;
import static io.github.vertexbridge.sandbox.SandboxClient.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** An endpoint at an address of its own. */
class DedicatedTest extends RunningSandbox {
  private static final String ENDPOINT =
      "/v1/projects/vertex-sandbox/locations/europe-west4/endpoints/2468013579";
  private static final String FLOWER = "{\"instances\":[[5.1,3.5,1.4,0.2]]}";

  @Test
  void endpoint_whenRead_thenItsAddressServesItAndTheSharedHostDoesNot() throws Exception {
    String token = client.accessToken();
    String dns =
        json(client.vertex("GET", "europe-west4", ENDPOINT, token, ""))
            .get("dedicatedEndpointDns")
            .getAsString();

    HttpResponse<String> shared =
        client.vertex("europe-west4", ENDPOINT + ":predict", token, FLOWER);
    HttpResponse<String> own =
        client.post(dns + ENDPOINT + ":predict", FLOWER, "Authorization", "Bearer " + token);

    assertThat(dns).startsWith("https://localhost:");
    assertThat(shared.statusCode()).isEqualTo(400);
    assertThat(message(shared)).contains("dedicated DNS name only");
    assertThat(own.statusCode()).as(own.body()).isEqualTo(200);
    assertThat(own.body()).contains("setosa");
  }

  @Test
  void address_whenAskedForSomethingElse_thenRefused() throws Exception {
    String token = client.accessToken();
    String dns = sandbox.address("vertex:europe-west4:2468013579");
    String bearer = "Bearer " + token;

    assertThat(
            client.post(dns + ENDPOINT + ":explain", FLOWER, "Authorization", bearer).statusCode())
        .isEqualTo(501);
    assertThat(
            client
                .post(
                    dns + "/v1/" + SandboxClient.IRIS + ":predict", FLOWER, "Authorization", bearer)
                .statusCode())
        .isEqualTo(400);
    assertThat(client.get(dns + ENDPOINT, "Authorization", bearer).statusCode()).isEqualTo(404);
  }

  @Test
  void address_whenTheRegionIsDown_thenDownToo() throws Exception {
    sandbox.down("vertex:europe-west4");

    assertThat(sandbox.componentsView().get("vertex:europe-west4:2468013579"))
        .containsEntry("up", false);
  }
}
