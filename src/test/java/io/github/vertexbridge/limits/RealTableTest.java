package io.github.vertexbridge.limits;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Limits;
import io.github.vertexbridge.storage.Names;
import io.github.vertexbridge.storage.RealStorage;
import io.github.vertexbridge.storage.Row;
import io.github.vertexbridge.storage.RowQuery;
import io.github.vertexbridge.storage.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits over the storage emulator's table, with its conditional writes and its clock. */
class RealTableTest {
  private static final int INSTANCES = 3;
  private static final int LIMIT = 60;

  @Test
  void requests_whenInstancesRaceForOneRow_thenTogetherTheyHaveTheLimit(@TempDir Path directory)
      throws Exception {
    InstantSource clock = InstantSource.fixed(InstantSource.system().instant());
    Limits limits = Instances.requests(LIMIT);
    AtomicInteger through = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(INSTANCES);
    ExecutorService callers = Executors.newFixedThreadPool(INSTANCES);
    ExecutorService leases = Executors.newFixedThreadPool(INSTANCES);
    try (RealStorage storage = RealStorage.start(directory)) {
      Table table = storage.account().table(Names.LIMITS);
      assertThat(table.look("none", "there").row()).isEmpty();
      assertThat(table.look("none", "there").at().orElseThrow())
          .isBetween(
              clock.instant().minus(Duration.ofSeconds(2)),
              clock.instant().plus(Duration.ofMinutes(2)));
      for (int i = 0; i < INSTANCES; i++) {
        Limiter limiter = new Limiter(frozen(table), "instance" + i, clock, leases, new Random(i));
        callers.execute(
            () -> {
              for (int call = 0; call < LIMIT; call++) {
                through.addAndGet(Instances.call(limiter, limits, 1, clock) ? 1 : 0);
              }
              limiter.close();
              done.countDown();
            });
      }
      assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
    } finally {
      callers.shutdownNow();
      leases.shutdownNow();
    }
    assertThat(through.get()).isBetween(LIMIT - INSTANCES, LIMIT);
  }

  /** The table without its clock, so that no minute begins during the test. */
  private static Table frozen(Table table) {
    return new Table() {
      @Override
      public Optional<String> insert(Row row) {
        return table.insert(row);
      }

      @Override
      public Optional<Row> get(String partition, String key) {
        return table.get(partition, key);
      }

      @Override
      public Optional<String> replace(Row row) {
        return table.replace(row);
      }

      @Override
      public void delete(String partition, String key) {
        table.delete(partition, key);
      }

      @Override
      public List<Row> list(RowQuery query) {
        return table.list(query);
      }
    };
  }
}
