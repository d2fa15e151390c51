package io.github.vertexbridge.sandbox;

import static io.github.vertexbridge.sandbox.SandboxClient.json;
import static io.github.vertexbridge.sandbox.SandboxClient.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Capacity and quotas that run out, as the admin route scripts them. */
class LimitsTest extends RunningSandbox {
  private static final String FLASH = "publishers/google/models/gemini-2.5-flash";

  @Test
  void capacity_whenExhausted_thenTheSharedCapacitysWordsThereAndNowhereElse() throws Exception {
    String token = client.accessToken();
    client.admin("POST", "/capacity", "{\"location\":\"europe-west4\",\"requests\":1}");

    assertThat(client.hello(token).statusCode()).isEqualTo(200);
    HttpResponse<String> refused = client.hello(token);

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
    assertThat(json(refused).getAsJsonObject("error").has("details")).isFalse();
    assertThat(message(refused))
        .isEqualTo(
            "Resource exhausted. Please try again later. Please refer to"
                + " https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more"
                + " details.");
    String west1 = "/v1/" + SandboxClient.FLASH.replace("west4", "west1") + ":generateContent";
    assertThat(client.vertex("europe-west1", west1, token, SandboxClient.HELLO).statusCode())
        .isEqualTo(200);
    client.admin("DELETE", "/capacity?location=europe-west4", "");
    assertThat(client.hello(token).statusCode()).isEqualTo(200);
  }

  @Test
  void quota_whenExceeded_thenItsMetricItsDetailsAndItsDelayOnceOnly() throws Exception {
    String token = client.accessToken();
    client.admin(
        "POST",
        "/quota",
        "{\"location\":\"europe-west4\",\"model\":\""
            + FLASH
            + "\",\"refusals\":1,\"retryDelay\":39,\"details\":true}");

    HttpResponse<String> refused = client.hello(token);

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(message(refused))
        .startsWith("Quota exceeded for aiplatform.googleapis.com/generate_content_requests_per")
        .contains(" with base model: gemini-2.5-flash.");
    assertThat(refused.body())
        .contains("RATE_LIMIT_EXCEEDED", "google.rpc.QuotaFailure", "\"retryDelay\": \"39s\"");
    assertThat(client.hello(token).statusCode()).isEqualTo(200);
  }

  @Test
  void quota_whenOfAnotherModel_thenThisOneAnswers() throws Exception {
    client.admin(
        "POST", "/quota", "{\"location\":\"europe-west4\",\"model\":\"endpoints/1234567890\"}");

    assertThat(client.hello(client.accessToken()).statusCode()).isEqualTo(200);
    assertThat(json(client.get(sandbox.admin() + "/state")).getAsJsonArray("limits")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "global, shared, priority, ON_DEMAND_PRIORITY",
    "global, '', flex, ON_DEMAND_FLEX",
    "global, shared, '', ON_DEMAND",
    "europe-west4, '', priority, 400",
    "europe-west4, dedicated, '', 429",
    "europe-west4, reserved, '', 400",
  })
  void call_whenItAsksForCapacity_thenThatOrARefusal(
      String location, String throughput, String shared, String expected) throws Exception {
    HttpResponse<String> answer =
        client.post(
            sandbox.address("vertex:" + location)
                + "/v1/"
                + SandboxClient.FLASH.replace("europe-west4", location)
                + ":generateContent",
            SandboxClient.HELLO,
            "Authorization",
            "Bearer " + client.accessToken(),
            "X-Vertex-AI-LLM-Request-Type",
            throughput,
            "X-Vertex-AI-LLM-Shared-Request-Type",
            shared);

    if (answer.statusCode() == 200) {
      JsonObject usage = json(answer).getAsJsonObject("usageMetadata");
      assertThat(usage.get("trafficType").getAsString()).isEqualTo(expected);
    } else {
      assertThat(Integer.toString(answer.statusCode())).isEqualTo(expected);
    }
  }

  @Test
  void call_whenThroughputWasBought_thenItIsUsedFirst() throws Exception {
    sandbox.world().patch("{\"models\":{\"" + FLASH + "\":{\"provisioned\":[\"europe-west4\"]}}}");

    assertThat(client.hello(client.accessToken()).body()).contains("PROVISIONED_THROUGHPUT");
  }
}
