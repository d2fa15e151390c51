package io.github.vertexbridge.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassLoadingTest {

  @Test
  void restCall_whenItIsTheFirst_thenNoGrpcClassIsLoaded(@TempDir Path folder)
      throws IOException, InterruptedException {
    Path log = folder.resolve("classes.log");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xlog:class+load:file=" + log,
                    "-cp",
                    System.getProperty("java.class.path"),
                    RestOnly.class.getName()))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile())
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(folder.resolve("out.log"))).isZero();
    try (Stream<String> lines = Files.lines(log)) {
      List<String> loaded = lines.toList();
      assertThat(loaded).anyMatch(line -> line.contains("vertexbridge.vertex.RestTransport"));
      assertThat(loaded)
          .noneMatch(line -> line.contains(" io.grpc."))
          .noneMatch(line -> line.contains(" com.google.protobuf."))
          .noneMatch(line -> line.contains(" com.google.api.gax."))
          .noneMatch(line -> line.contains(" com.google.cloud."));
    }
  }
}
