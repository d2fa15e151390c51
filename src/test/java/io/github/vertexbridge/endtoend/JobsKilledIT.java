package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.data.tables.models.ListEntitiesOptions;
import com.azure.data.tables.models.TableEntity;
import com.azure.storage.blob.models.BlobItem;
import com.google.gson.JsonObject;
import io.github.vertexbridge.sandbox.Fault;
import io.github.vertexbridge.sandbox.World;
import io.github.vertexbridge.storage.Names;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The host killed hard while jobs run: all of them end, no result is lost. {@code
 * -Dbridge.kills=100} for more.
 */
class JobsKilledIT {
  private static final int KILLS = Integer.getInteger("bridge.kills", 10);
  private static final long SEED = Long.getLong("bridge.kills.seed", 20261126L);
  private static final int JOBS_A_KILL = 6;
  private static final long PATIENCE = Duration.ofMinutes(10).toNanos();

  @Test
  void jobs_whenTheHostIsKilled_thenAllEndAndNoResultIsLost(@TempDir Path directory)
      throws Exception {
    try (RunningBridge bridge =
        RunningBridge.start(
                "killed",
                directory,
                World.standard(),
                RunningBridge.Variant.STANDARD.withQueues().with("BRIDGE_JOBS_LEASE", "10"))
            .ready()) {
      JobClient client = new JobClient(bridge);
      bridge.sandbox().faults().untilCleared("vertex", Fault.delay(Duration.ofMillis(200)));
      Map<String, String> jobs = new LinkedHashMap<>();
      Map<String, Integer> windows = new HashMap<>();
      Random random = new Random(SEED);
      for (int kill = 0; kill < KILLS; kill++) {
        for (int i = 0; i < JOBS_A_KILL; i++) {
          String key = "job-" + kill + "-" + i;
          jobs.put(key, client.submitUntilHeard(key));
        }
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1500)).toNanos());
        bridge.kill();
        withoutResult(bridge).forEach(id -> windows.merge(id, 1, Integer::sum));
        bridge.restart(Map.of());
        client.vertexCalls();
      }
      bridge.ready();

      Map<String, JsonObject> ended = allEnded(client, jobs);

      report(client, ended, windows);
      for (Map.Entry<String, JsonObject> job : ended.entrySet()) {
        assertThat(JobClient.state(job.getValue())).as(job.toString()).isEqualTo("succeeded");
        assertThat(client.get("/bridge/jobs/" + jobs.get(job.getKey()) + "/result").body())
            .contains("candidates");
      }
      assertThat(client.operate("GET", "/bridge/jobs?state=running").body())
          .isEqualTo("{\"jobs\":[]}");
    }
  }

  /** Messages that a killed host held are back in 10 min; the sweep does not wait for them. */
  private static Map<String, JsonObject> allEnded(JobClient client, Map<String, String> jobs) {
    long end = System.nanoTime() + PATIENCE;
    Map<String, JsonObject> ended = new TreeMap<>();
    while (ended.size() < jobs.size()) {
      assertThat(System.nanoTime()).as("only %s ended", ended.keySet()).isLessThan(end);
      client.operate("POST", "/bridge/sweep");
      jobs.forEach(
          (key, id) -> {
            JsonObject job = ended.containsKey(key) ? new JsonObject() : client.job(id);
            if (JobClient.hasEnded(job)) {
              ended.put(key, job);
            }
          });
      LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
    }
    return ended;
  }

  /** Jobs that were under way when the host died, and whose result is in no blob. */
  private static List<String> withoutResult(RunningBridge bridge) throws IOException {
    Set<String> results =
        bridge.container(Names.BODIES).listBlobs().stream()
            .map(BlobItem::getName)
            .collect(Collectors.toSet());
    ListEntitiesOptions running = new ListEntitiesOptions().setFilter("state eq 'running'");
    return bridge.table(Names.JOBS).listEntities(running, null, null).stream()
        .map(TableEntity::getRowKey)
        .filter(id -> !results.contains(id + "/result"))
        .toList();
  }

  /**
   * Vertex is called once more for each time that the host died in the documented window, at most:
   * after the attempt was written, before the result lay in its blob.
   */
  private static void report(
      JobClient client, Map<String, JsonObject> ended, Map<String, Integer> windows) {
    Map<String, Integer> calls = client.vertexCalls();
    Map<Integer, Integer> jobsByCalls = new TreeMap<>();
    int twice = 0;
    for (Map.Entry<String, JsonObject> job : ended.entrySet()) {
      int count = calls.getOrDefault(JobClient.correlationId(job.getKey()), 0);
      int inWindow = windows.getOrDefault(job.getValue().get("id").getAsString(), 0);
      jobsByCalls.merge(count, 1, Integer::sum);
      twice += count > 1 ? 1 : 0;
      assertThat(count).as(job.toString()).isBetween(1, 1 + inWindow);
    }
    System.out.printf(
        "kills: %d of the host, %d jobs, all succeeded; %d were under way without a result when it"
            + " died%n",
        KILLS, ended.size(), windows.size());
    System.out.printf(
        "kills: Vertex calls a job: %s; called more than once, all of these: %d of %d (%.1f %%),"
            + " each of 200 ms%n",
        jobsByCalls, twice, ended.size(), 100.0 * twice / ended.size());
  }
}
