package io.github.vertexbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.audit.Journal;
import io.github.vertexbridge.audit.MemoryStore;
import io.github.vertexbridge.audit.Origin;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
  private static final String ID = "0123456789abcdef0123456789abcdef";

  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void linesOfThreeCalls() throws IOException {
    MemoryStore store = new MemoryStore();
    try (Journal journal =
        new Journal(
            store,
            new Origin("chain", "1.0", "production", "i-1", "abc"),
            Journal.Options.of(false),
            () -> Instant.parse("2026-11-25T08:00:00Z"),
            failure -> {})) {
      journal.record(call(ID, "gemini-2.5-flash", 200, ""));
      journal.record(call("fedcba9876543210", "gemini-2.5-flash", 403, "policy"));
      journal.record(call("00112233445566778899", "other-model", 200, ""));
      journal.record(
          JsonParser.parseString(
                  """
                  {"type":"job","correlationId":"followed-0123456789","kind":"customJob","job":"ab-12"}
                  """)
              .getAsJsonObject());
      journal.record(
          JsonParser.parseString(
                  """
                  {"type":"call","correlationId":"followed-0123456789",
                   "target":{"resource":"customJobs/34","action":"customJobs.cancel"}}
                  """)
              .getAsJsonObject());
    }
    for (Map.Entry<String, byte[]> file : store.files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
  }

  private static JsonObject call(String id, String model, int status, String category) {
    String text =
        """
        {"type":"call","time":"2026-11-25T08:00:00Z","correlationId":"%s","rule":"r",
         "caller":{"kind":"app","oid":"11111111-2222-4333-8444-555555555555"},
         "target":{"model":"publishers/google/models/%s","action":"generateContent"},
         "hops":[{"hop":"impersonation","start":"2026-11-25T07:59:00Z","claims":{"serviceAccount":"sa@p.iam"}}],
         "status":%d%s}
        """
            .formatted(
                id,
                model,
                status,
                category.isEmpty() ? "" : ",\"failure\":{\"category\":\"" + category + "\"}");
    return JsonParser.parseString(text).getAsJsonObject();
  }

  private Commands.Run audit(String... arguments) {
    return Commands.run(new AuditCommand(), arguments);
  }

  @Test
  void verify_whenWhole_thenSaysSoAndExitsZero() {
    Commands.Run run = audit("verify", "--from", folder.toString());

    assertThat(run.out()).contains("whole: 7 lines in 1 files, 1 chains");
    assertThat(run.exit()).isZero();
  }

  @Test
  void verify_whenALineWasChanged_thenNamesItAndExitsOne() throws IOException {
    Path file;
    try (var files = Files.walk(folder)) {
      file = files.filter(Files::isRegularFile).findFirst().orElseThrow();
    }
    String text = Files.readString(file, StandardCharsets.UTF_8);
    Files.writeString(file, text.replace("\"status\":403", "\"status\":200"));

    Commands.Run run = audit("verify", "--from", folder.toString());

    assertThat(run.out()).contains("BROKEN").contains("line 3 was changed");
    assertThat(run.exit()).isEqualTo(1);
  }

  @Test
  void find_whenTheIdIsThere_thenTellsCallerTargetAndHops() {
    Commands.Run run = audit("find", ID, "--from", folder.toString());

    assertThat(run.out())
        .contains("oid=11111111-2222-4333-8444-555555555555")
        .contains("generateContent")
        .contains("hop impersonation")
        .contains("sa@p.iam")
        .doesNotContain("other-model");
    assertThat(run.exit()).isZero();
  }

  @Test
  void find_whenTheIdIsNot_thenExitsOne() {
    assertThat(audit("find", "ffffffffffffffff", "--from", folder.toString()).exit()).isEqualTo(1);
  }

  @Test
  void who_whenAModelIsNamed_thenCountsAnsweredAndDeniedWithIdentity() {
    Commands.Run run =
        audit("who", "--model", "gemini", "--since", "2026-11-25", "--json", "--from", folder + "");

    JsonObject row = JsonParser.parseString(run.out()).getAsJsonArray().get(0).getAsJsonObject();
    assertThat(row.get("caller").getAsString())
        .isEqualTo("app:11111111-2222-4333-8444-555555555555");
    assertThat(row.get("answered").getAsLong()).isEqualTo(1);
    assertThat(row.get("denied").getAsLong()).isEqualTo(1);
    assertThat(row.get("as").getAsString()).isEqualTo("sa@p.iam");
  }

  @Test
  void googleQuery_thenAsksBothLogsByUserAgentReasonAndJobName() {
    Commands.Run run = audit("google-query", ID, "--project", "my-project");

    assertThat(run.out())
        .contains("data_access\"")
        .contains("activity\"")
        .contains("callerSuppliedUserAgent:\"corr=" + ID + "\"")
        .contains("requestAttributes.reason=\"" + ID + "\"")
        .contains("\"vb-" + ID + "\"");
  }

  @Test
  void googleQuery_whenLinesAreRead_thenAsksForVertexJobsByTheirNamesToo() {
    Commands.Run run =
        audit(
            "google-query",
            "followed-0123456789",
            "--project",
            "my-project",
            "--from",
            folder.toString());

    assertThat(run.out())
        .contains("OR \"vb-ab-12\"")
        .contains("OR protoPayload.resourceName=~\"/customJobs/34$\"");
    assertThat(
            audit("google-query", ID, "--project", "my-project", "--from", folder + "/none").exit())
        .isEqualTo(2);
  }

  @Test
  void kustoQuery_thenFindsItemsByTheIdAndByTheirOperation() {
    assertThat(audit("kusto-query", ID).out())
        .contains("customDimensions[\"bridge.correlation_id\"]) == \"" + ID + "\"")
        .contains("operation_Id in (operations)");
  }

  @Test
  void find_whenTheDirectoryIsNotThere_thenSaysSoAndExitsTwo() {
    Commands.Run run = audit("find", ID, "--from", folder.resolve("none").toString());

    assertThat(run.err()).contains("there is no file or directory");
    assertThat(run.exit()).isEqualTo(2);
  }

  @Test
  void find_whenTheIdIsNoCorrelationId_thenUsageError() {
    assertThat(audit("find", "a\nb", "--from", folder.toString()).exit()).isEqualTo(2);
  }
}
