package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import io.github.vertexbridge.sandbox.Fault;
import io.github.vertexbridge.sandbox.World;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
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
      Random random = new Random(SEED);
      for (int kill = 0; kill < KILLS; kill++) {
        for (int i = 0; i < JOBS_A_KILL; i++) {
          String key = "job-" + kill + "-" + i;
          jobs.put(key, client.submitUntilHeard(key));
        }
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(1500)).toNanos());
        bridge.killAndRestart();
        client.vertexCalls();
      }
      bridge.ready();

      Map<String, JsonObject> ended = allEnded(client, jobs);

      report(client, ended);
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

  /** A second call is one of a second attempt: the first was made and its result was not stored. */
  private static void report(JobClient client, Map<String, JsonObject> ended) {
    Map<String, Integer> calls = client.vertexCalls();
    Map<Integer, Integer> jobsByCalls = new TreeMap<>();
    int again = 0;
    for (Map.Entry<String, JsonObject> job : ended.entrySet()) {
      int count = calls.getOrDefault(JobClient.correlationId(job.getKey()), 0);
      int attempts = job.getValue().get("attempts").getAsInt();
      jobsByCalls.merge(count, 1, Integer::sum);
      again += attempts > 1 ? 1 : 0;
      assertThat(count).as(job.toString()).isBetween(1, attempts);
    }
    int twice =
        jobsByCalls.entrySet().stream()
            .filter(e -> e.getKey() > 1)
            .mapToInt(e -> e.getValue())
            .sum();
    System.out.printf(
        "kills: %d of the host, %d jobs, all succeeded; %d were begun more than once%n",
        KILLS, ended.size(), again);
    System.out.printf(
        "kills: Vertex calls a job: %s; called more than once: %d of %d (%.1f %%), each of 200 ms%n",
        jobsByCalls, twice, ended.size(), 100.0 * twice / ended.size());
  }
}
