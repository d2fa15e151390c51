package io.github.vertexbridge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedCallsTest {
  private static final String LINE =
      "{\"type\":\"call\",\"time\":\"2026-11-25T08:00:00Z\",\"correlationId\":\"0123456789abcdef\","
          + "\"surface\":\"queue\",\"caller\":{\"kind\":\"queue\",\"queue\":\"vertex-requests\"},%s"
          + "\"target\":{\"project\":\"my-project\",\"location\":\"europe-west4\",\"resource\":"
          + "\"customJobs/1\",\"action\":\"customJobs.%s\",\"model\":\"customJobs\","
          + "\"transport\":\"grpc\"}}\n";

  @Test
  void read_whenAVertexJobWasOnlyFollowed_thenThatIsNoCallToDecide(@TempDir Path folder)
      throws IOException {
    Files.writeString(
        folder.resolve("lines.jsonl"),
        LINE.formatted("\"policy\":\"abc\",", "create") + LINE.formatted("", "cancel"));
    List<RecordedCalls.Recorded> calls = new ArrayList<>();
    RecordedCalls recorded = new RecordedCalls();

    recorded.read(LocalFiles.of(folder), calls::add);

    assertThat(calls)
        .singleElement()
        .satisfies(call -> assertThat(call.question().toString()).contains("customJobs.create"));
    assertThat(recorded.incomplete()).isZero();
  }
}
