package io.github.vertexbridge.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.config.Settings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables, blobs and queues of the real kind. */
class StorageTest {
  private static RealStorage storage;
  private static StorageAccount account;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    storage = RealStorage.start(directory);
    account = storage.account();
  }

  @AfterAll
  static void stop() {
    if (storage != null) {
      storage.close();
    }
  }

  private static Row row(String key, String value) {
    return Row.of("p", key, Map.of("state", value, "quoted", "it's"));
  }

  @Test
  void insert_whenTheRowIsThere_thenNothingChanges() {
    Table table = account.table(Names.JOBS);

    assertThat(table.insert(row("insert", "first"))).isPresent();
    assertThat(table.insert(row("insert", "second"))).isEmpty();
    assertThat(table.get("p", "insert").flatMap(r -> r.value("state"))).contains("first");
  }

  @Test
  void replace_whenSomebodyElseWasFaster_thenNothingChanges() {
    Table table = account.table(Names.JOBS);
    table.insert(row("replace", "queued"));
    Row read = table.get("p", "replace").orElseThrow();

    Optional<String> version = table.replace(read.with(Map.of("state", "running")));

    assertThat(version).isPresent().get().isNotEqualTo(read.version());
    assertThat(table.replace(read.with(Map.of("state", "lost")))).isEmpty();
    Row now = table.get("p", "replace").orElseThrow();
    assertThat(now.values()).isEqualTo(Map.of("state", "running"));
    assertThat(now.version()).isEqualTo(version.get());
    assertThat(table.replace(now.with(Map.of("state", "again")))).isPresent();
  }

  @Test
  void replace_whenTheRowIsGone_thenNothing() {
    Table table = account.table(Names.JOBS);
    table.insert(row("gone", "queued"));
    Row read = table.get("p", "gone").orElseThrow();
    table.delete("p", "gone");
    table.delete("p", "gone");

    assertThat(table.replace(read)).isEmpty();
    assertThat(table.get("p", "gone")).isEmpty();
  }

  @Test
  void list_whenThereIsMore_thenPagesFollowEachOtherInOrder() {
    Table table = account.table(Names.AGENDA);
    for (String partition : List.of("a", "b")) {
      for (int i = 0; i < 5; i++) {
        Map<String, String> values = new HashMap<>(Map.of("state", i % 2 == 0 ? "even" : "odd's"));
        table.insert(Row.of(partition, "k" + i, values));
      }
    }

    List<Row> first =
        table.list(new RowQuery(Optional.empty(), Optional.empty(), Optional.empty(), Map.of(), 4));
    Row last = first.get(3);
    List<Row> second =
        table.list(
            new RowQuery(
                Optional.empty(),
                Optional.of(new RowQuery.Place(last.partition(), last.key())),
                Optional.empty(),
                Map.of(),
                4));
    List<Row> odd =
        table.list(
            new RowQuery(
                Optional.of("b"),
                Optional.of(new RowQuery.Place("b", "k1")),
                Optional.empty(),
                Map.of("state", "odd's"),
                9));

    assertThat(first).extracting(Row::key).containsExactly("k0", "k1", "k2", "k3");
    assertThat(second)
        .extracting(r -> r.partition() + r.key())
        .containsExactly("ak4", "bk0", "bk1", "bk2");
    assertThat(odd).extracting(Row::key).containsExactly("k3");
    assertThat(table.list(RowQuery.before("a", "k2", 9)))
        .extracting(Row::key)
        .containsExactly("k0", "k1");
  }

  @Test
  void put_whenTheBlobIsThere_thenItStays() {
    Blobs blobs = account.container(Names.BODIES);
    byte[] content = "first".getBytes(StandardCharsets.UTF_8);

    assertThat(blobs.put("a/b", new Blobs.Blob(content, Map.of("status", "200")))).isTrue();
    assertThat(blobs.put("a/b", new Blobs.Blob(new byte[0], Map.of()))).isFalse();

    Blobs.Blob found = blobs.get("a/b").orElseThrow();
    assertThat(found.content()).isEqualTo(content);
    assertThat(found.facts()).isEqualTo(Map.of("status", "200"));
    blobs.delete("a/b");
    blobs.delete("a/b");
    assertThat(blobs.get("a/b")).isEmpty();
  }

  @Test
  void send_thenItNeverExpiresAndHasItsDelay() {
    Queues queues = account.queues();
    queues.send(Names.WATCH, "later", Duration.ofMinutes(5));
    queues.send(Names.WATCH, "now");

    List<Queues.Message> seen = queues.peek(Names.WATCH);
    List<Queues.Message> taken = queues.receive(Names.WATCH, Duration.ofMinutes(1));

    assertThat(seen).extracting(Queues.Message::text).containsExactly("now");
    assertThat(seen.get(0).expires()).isAfter(Instant.now().plus(Duration.ofDays(3650)));
    assertThat(taken).hasSize(1);
    assertThat(queues.length(Names.WATCH)).isEqualTo(2);
    assertThat(queues.receive(Names.WATCH, Duration.ofMinutes(1))).isEmpty();
    queues.release(Names.WATCH, taken.get(0));
    Queues.Message again = queues.receive(Names.WATCH, Duration.ofMinutes(1)).get(0);
    queues.delete(Names.WATCH, taken.get(0)); // with a receipt that is somebody else's by now
    assertThat(queues.length(Names.WATCH)).isEqualTo(2);
    queues.delete(Names.WATCH, again);
    assertThat(queues.length(Names.WATCH)).isEqualTo(1);
  }

  @Test
  void anything_whenTheTableIsNotThere_thenUnavailableAndNeverEmpty() {
    Table table = account.table("nosuchtable");

    for (Runnable use :
        List.<Runnable>of(
            () -> table.get("p", "k"),
            () -> table.insert(row("k", "v")),
            () -> table.replace(new Row("p", "k", Map.of(), "W/\"x\"")),
            () -> table.list(RowQuery.before("p", "k", 1)))) {
      FailureException thrown = catchThrowableOfType(FailureException.class, use::run);
      assertThat(thrown).isNotNull();
      assertThat(thrown.failure().code()).isEqualTo(FailureCode.STORAGE_UNAVAILABLE);
      assertThat(thrown.failure().retryAfter()).isPresent();
    }
  }

  @Test
  void anything_whenNothingListens_thenUnavailable() {
    URI nobody = URI.create("https://127.0.0.1:9/account");
    StorageAccount down =
        new StorageAccount(
            new Settings.Storage(Optional.of(nobody), Optional.of(nobody), Optional.of(nobody)),
            context -> reactor.core.publisher.Mono.error(new IllegalStateException("no token")));

    for (Runnable use :
        List.<Runnable>of(
            () -> down.table(Names.JOBS).get("p", "k"),
            () -> down.container(Names.BODIES).get("a"),
            () -> down.queues().send(Names.REQUESTS, "a"))) {
      FailureException thrown = catchThrowableOfType(FailureException.class, use::run);
      assertThat(thrown).isNotNull();
      assertThat(thrown.failure().code()).isEqualTo(FailureCode.STORAGE_UNAVAILABLE);
    }
  }
}
