package io.github.vertexbridge.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.JobReport;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class AuditLineTest {
  private static final Failure FAILURE =
      Failure.at(Hop.STS, FailureCode.IDENTITY_REFUSED, "seen", "remedy")
          .withFacts(Map.of("catalogue", "S01"));

  private static CallReport report() {
    ResourceName model = new ResourceName("publishers/google/models/gemini-2.5-flash");
    return new CallReport(
        Instant.EPOCH.plusSeconds(60),
        Duration.ofMillis(34),
        new CorrelationId("0123456789abcdef"),
        "invocation",
        "vertex",
        Optional.of(Caller.ofQueue("vertex-requests")),
        Optional.of(
            new Target(
                ApiVersion.V1,
                new ProjectId("my-project"),
                new Location("europe-west4"),
                model,
                new ActionName("generateContent"),
                model,
                Transport.REST)),
        Optional.of(new AliasName("chat")),
        Optional.of("a-rule"),
        Optional.of("0123456789ab"),
        Optional.of("an observing rule would deny"),
        true,
        List.of(
            new HopRecord(
                Hop.STS,
                Instant.EPOCH,
                Duration.ofMillis(12),
                true,
                OptionalInt.of(200),
                Map.of("iss", "issuer"),
                Optional.of(Instant.EPOCH.plusSeconds(3600)))),
        true,
        200,
        Optional.of(FAILURE),
        Map.of("totalTokenCount", 9L),
        Map.of("trafficType", "ON_DEMAND"),
        List.of(
            new Attempt(
                new Location("europe-west4"), Attempt.Kind.MEMORY, "", Duration.ofMillis(1500)),
            new Attempt(new Location("europe-west1"), Attempt.Kind.CALL, "200", Duration.ZERO)),
        120,
        3400);
  }

  @Test
  void of_thenHopsHaveTheirAgeAndFailuresTheirCause() {
    JsonObject line = AuditLine.of(report());

    assertThat(line.getAsJsonArray("attempts").toString())
        .isEqualTo(
            "[{\"location\":\"europe-west4\",\"kind\":\"memory\",\"waitedMs\":1500.0},"
                + "{\"location\":\"europe-west1\",\"kind\":\"call\",\"outcome\":\"200\",\"waitedMs\":0.0}]");
    JsonObject hop = line.getAsJsonArray("hops").get(0).getAsJsonObject();
    assertThat(hop.get("hop").getAsString()).isEqualTo("sts");
    assertThat(hop.get("ageMs").getAsDouble()).isEqualTo(60_000);
    assertThat(hop.getAsJsonObject("claims").get("iss").getAsString()).isEqualTo("issuer");
    assertThat(line.getAsJsonObject("failure").get("hop").getAsString()).isEqualTo("sts");
    assertThat(line.getAsJsonObject("caller").get("queue").getAsString())
        .isEqualTo("vertex-requests");
  }

  @Test
  void everyLineThatIsWritten_holdsToThePublishedSchema() throws IOException {
    Journals made = new Journals();
    Journal journal = made.journal("chain", new Journal.Options(false, 3, Duration.ZERO));
    AuditLog log = new AuditLog(journal);
    made.store.down = true;
    for (int i = 0; i < 5; i++) {
      log.ended(report());
    }
    made.store.down = false;
    journal.commit();
    made.now = made.now.plus(Duration.ofDays(1));
    log.happened(
        new JobReport(
            made.now,
            "poisoned",
            "0123",
            "call",
            Optional.of(Caller.ofQueue("vertex-requests")),
            5,
            new CorrelationId("0123456789abcdef"),
            Optional.of(FAILURE),
            Optional.of(Caller.ofQueue("vertex-requests"))));
    journal.commit();
    journal.close();

    JsonSchema schema = schema();
    StringBuilder types = new StringBuilder();
    made.store.files.values().stream()
        .flatMap(file -> new String(file, StandardCharsets.UTF_8).lines())
        .forEach(
            line -> {
              assertThat(schema.validate(line, InputFormat.JSON)).as(line).isEmpty();
              types
                  .append(FileCheck.object(line).orElseThrow().get("type").getAsString())
                  .append(' ');
            });
    assertThat(types).hasToString("genesis loss call call call continued continues job end ");
  }

  private static JsonSchema schema() throws IOException {
    try (InputStream text = AuditLine.class.getResourceAsStream("/audit.schema.json")) {
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(text);
    }
  }
}
