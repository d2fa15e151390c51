package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.storage.queue.QueueClient;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.vertexbridge.sandbox.Fault;
import io.github.vertexbridge.sandbox.World;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances share one queue, Vertex fails now and then, messages come twice: none is lost, none
 * is left running, and a small team's jobs do not wait for a large one's. {@code
 * -Dbridge.jobs=5000} for more.
 */
class TwoHostsIT {
  private static final int JOBS = Integer.getInteger("bridge.jobs", 300);
  private static final int FEW = 10;

  /** While it is true, jobs are accepted and none is run. */
  private static final String LISTENS_NOT = "AzureWebJobs.queueRequests.Disabled";

  private static final Duration PATIENCE = Duration.ofMinutes(5 + JOBS / 100);

  @Test
  void jobs_whenTwoHostsShareThem_thenAllEndAndFewDoNotWaitForMany(@TempDir Path directory)
      throws Exception {
    try (RunningBridge bridge =
        RunningBridge.start(
                "two-hosts",
                directory,
                World.standard(),
                RunningBridge.Variant.STANDARD.withQueues().with(LISTENS_NOT, "true"))
            .ready()) {
      JobClient many = new JobClient(bridge, "support-app");
      JobClient few = new JobClient(bridge, "operator-app");
      faults(bridge);

      List<String> submitted = new ArrayList<>(submit(many, "many", JOBS - FEW));
      submitted.addAll(submit(few, "few", FEW));
      forge(bridge, submitted);
      bridge.restart(Map.of(LISTENS_NOT, "false")).ready();
      bridge.addHost();
      Map<String, JsonObject> jobs = allEnded(bridge, many, few);

      report(many, jobs);
      assertThat(jobs.keySet()).containsExactlyInAnyOrderElementsOf(submitted);
      assertThat(jobs.values()).allMatch(job -> JobClient.state(job).equals("succeeded"));
      assertThat(many.operate("GET", "/bridge/poison").body()).isEqualTo("{\"poison\":[]}");
    }
  }

  private static void faults(RunningBridge bridge) {
    var faults = bridge.sandbox().faults();
    faults.add("vertex", Fault.status(429, "", Map.of("Retry-After", "2")), JOBS / 20);
    faults.add("vertex", Fault.reset(), JOBS / 50);
    faults.add("vertex", Fault.status(503, ""), JOBS / 50);
    faults.untilCleared("vertex", Fault.delay(Duration.ofMillis(100)));
  }

  private static List<String> submit(JobClient client, String prefix, int count) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<String>> ids = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        String key = prefix + "-" + i;
        ids.add(pool.submit(() -> client.submitUntilHeard(key)));
      }
      List<String> done = new ArrayList<>();
      for (Future<String> id : ids) {
        done.add(id.get());
        if (done.size() % 200 == 0) {
          client.vertexCalls();
        }
      }
      return done;
    } finally {
      pool.shutdownNow();
    }
  }

  /** Bare ids again, in another order; carrying no authority, they change nothing. */
  private static void forge(RunningBridge bridge, List<String> ids) throws Exception {
    QueueClient queue = bridge.queues().queue("vertex-requests");
    for (int i = ids.size() - 1; i >= 0; i -= Math.max(1, ids.size() / 50)) {
      queue.sendMessage(ids.get(i));
    }
  }

  private static Map<String, JsonObject> allEnded(
      RunningBridge bridge, JobClient many, JobClient few) {
    Instant end = Instant.now().plus(PATIENCE);
    while (true) {
      many.vertexCalls();
      if (list(many, "?state=queued&pageSize=1").isEmpty()
          && list(many, "?state=running&pageSize=1").isEmpty()) {
        return all(many);
      }
      assertThat(Instant.now()).as("jobs are left over").isBefore(end);
      LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
    }
  }

  private static List<JsonObject> list(JobClient client, String query) {
    List<JsonObject> jobs = new ArrayList<>();
    for (JsonElement job :
        client.operate("GET", "/bridge/jobs" + query).json().getAsJsonArray("jobs")) {
      jobs.add(job.getAsJsonObject());
    }
    return jobs;
  }

  private static Map<String, JsonObject> all(JobClient client) {
    Map<String, JsonObject> jobs = new HashMap<>();
    String token = "";
    while (true) {
      List<JsonObject> page = list(client, "?pageSize=200" + token);
      page.forEach(job -> jobs.put(job.get("id").getAsString(), job));
      if (page.size() < 200) {
        return jobs;
      }
      token = "&pageToken=" + page.get(page.size() - 1).get("id").getAsString();
    }
  }

  private static void report(JobClient client, Map<String, JsonObject> jobs) {
    Map<String, Integer> calls = client.vertexCalls();
    Map<Integer, Integer> byCalls = new TreeMap<>();
    Map<Integer, Integer> byAttempts = new TreeMap<>();
    for (JsonObject job : jobs.values()) {
      byCalls.merge(calls.getOrDefault(job.get("correlationId").getAsString(), 0), 1, Integer::sum);
      byAttempts.merge(job.get("attempts").getAsInt(), 1, Integer::sum);
    }
    List<JsonObject> inOrder =
        jobs.values().stream()
            .sorted(Comparator.comparing(job -> Instant.parse(job.get("changed").getAsString())))
            .toList();
    int place = 0;
    for (int i = 0; i < inOrder.size(); i++) {
      if (inOrder.get(i).get("correlationId").getAsString().contains("few")) {
        place = i + 1;
      }
    }
    Duration took =
        Duration.between(
            begun(jobs),
            Instant.parse(inOrder.get(inOrder.size() - 1).get("changed").getAsString()));
    System.out.printf(
        "two hosts: %d jobs in %d s; attempts a job: %s; Vertex calls a job: %s%n",
        jobs.size(), took.toSeconds(), byAttempts, byCalls);
    System.out.printf(
        "two hosts: fairness: %d jobs of one caller, submitted after %d of another, were all done"
            + " when %d of %d were%n",
        FEW, jobs.size() - FEW, place, jobs.size());
    assertThat(place).as("the few were not kept waiting for the many").isLessThan(jobs.size());
    byCalls.keySet().forEach(count -> assertThat(count).isPositive());
  }

  /** When the first of them was run. */
  private static Instant begun(Map<String, JsonObject> jobs) {
    return jobs.values().stream()
        .map(job -> Instant.parse(job.getAsJsonObject("ran").get("at").getAsString()))
        .min(Comparator.naturalOrder())
        .orElseThrow();
  }
}
