package io.github.vertexbridge.localhost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalHostProcessTest {
  private static final String HOST_JSON =
      "{\"version\":\"2.0\",\"functionTimeout\":\"00:10:00\","
          + "\"extensions\":{\"http\":{\"routePrefix\":\"\"}}}";

  @TempDir Path directory = Path.of("");

  private final LineLog log = new LineLog();

  @ParameterizedTest
  @ValueSource(strings = {"2.9.0", "2.11.0"})
  void app_whenItLooksAround_thenSeesTheWorkersLibrariesAndItsOwnOnly(String gson)
      throws Exception {
    try (LocalHostProcess host = new LocalHostProcess(options(gson), log)) {
      assertThat(host.functions()).contains("echo", "loader").doesNotContain("queue");
      assertThat(log.lines())
          .contains("probe injector, context is app's: true")
          .anyMatch(line -> line.startsWith("loaded bytes echo fail"))
          .anyMatch(line -> line.startsWith("READY "));
      JsonObject seen = loader(host);
      assertThat(seen.get("gson").getAsString()).endsWith("/gson-" + gson + ".jar");
      for (String hidden : List.of("undertow", "storage", "host", "sandbox")) {
        assertThat(seen.get(hidden).getAsBoolean()).as(hidden).isFalse();
      }
      for (String so : List.of("contextIsApps", "newThreadsContextIsApps", "parentIsSystem")) {
        assertThat(seen.get(so).getAsBoolean()).as(so).isTrue();
      }
    }
  }

  @Test
  void close_whenItRuns_thenTheProcessIsGone() throws Exception {
    LocalHostProcess host = new LocalHostProcess(options("2.9.0"), log);
    host.close();
    assertThat(host.handle().isAlive()).isFalse();
  }

  @Test
  void start_whenTheAppCannotRun_thenSaysWhy() throws Exception {
    LocalHostProcess.Options options = options("2.9.0");
    Files.writeString(options.app().resolve("host.json"), "{}");
    assertThatThrownBy(() -> new LocalHostProcess(options, log).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("localhost did not start");
    assertThat(log.await("version")).contains("host.json needs");
  }

  @Test
  void parent_whenItIsKilled_thenTheLocalHostEnds() throws Exception {
    ProbeApp.stage(directory.resolve("app"), HOST_JSON, true);
    ProcessHandle child = KilledParent.childOf(Parent.class, directory);
    child.onExit().get(30, TimeUnit.SECONDS);
    assertThat(child.isAlive()).isFalse();
  }

  /** A launcher that is killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws Exception {
      LocalHostProcess host =
          new LocalHostProcess(options(Path.of(args[0]), "2.9.0"), System.out::println);
      System.out.println("child " + host.handle().pid());
      host.handle().onExit().get();
    }
  }

  private LocalHostProcess.Options options(String gson) throws Exception {
    ProbeApp.stage(directory.resolve("app"), HOST_JSON, true);
    return options(directory, gson);
  }

  private static LocalHostProcess.Options options(Path directory, String gson) {
    return new LocalHostProcess.Options(
        directory.resolve("app"),
        Path.of("target/worker-parent").toAbsolutePath(),
        gson,
        0,
        false,
        Map.of(),
        List.of(),
        directory.resolve("run"));
  }

  private static JsonObject loader(LocalHostProcess host) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(host.uri().resolve("/loader")).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }
}
