package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.endtoend.RunningBridge.Reply;
import io.github.vertexbridge.sandbox.World;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A limit holds for two instances of the app together. */
class LimitsIT {
  private static final long LIMIT = 6_000;
  private static final int THREADS = 6;

  /** How far the tokens of all answers may be from the limit, in percent of it. */
  private static final long TOLERANCE = 5;

  private static final String POLICY =
      """
      {"rules": [{"name": "limited",
        "callers": {"roles": ["Bridge.Invoke"]},
        "allow": {"models": ["publishers/google/models/gemini-2.5-flash"],
                  "actions": ["generateContent"], "residency": ["europe-*"]},
        "limits": {"tokensPerDay": %d, "maxOutputTokens": 32}}]}
      """
          .formatted(LIMIT);

  @Test
  void tokens_whenTwoInstancesAreUnderLoad_thenTogetherTheyStayNearTheLimit(@TempDir Path directory)
      throws Exception {
    Path policy = Files.writeString(directory.resolve("limited.json"), POLICY);
    RunningBridge.Variant variant =
        RunningBridge.Variant.STANDARD.withQueues().with("BRIDGE_POLICY", policy.toString());
    try (RunningBridge bridge =
        RunningBridge.start("limits", directory, World.standard(), variant)) {
      bridge.ready();
      URI second = bridge.addHost();
      bridge.until(
          () -> bridge.send(bridge.request(second, "/bridge/health/ready").GET()),
          reply -> reply.status() == 200);

      AtomicLong tokens = new AtomicLong();
      Map<URI, AtomicLong> calls = new ConcurrentHashMap<>();
      List<Reply> refused = load(bridge, List.of(bridge.uri(), second), tokens, calls);

      System.out.printf(
          "limit %d tokens, two instances: %d tokens in %s calls (%+.1f %%)%n",
          LIMIT, tokens.get(), calls.values(), 100.0 * (tokens.get() - LIMIT) / LIMIT);
      assertThat(refused)
          .hasSize(THREADS)
          .allSatisfy(
              reply -> {
                assertThat(reply.status()).as(reply.body()).isEqualTo(429);
                assertThat(reply.reason()).isEqualTo("LIMIT_EXCEEDED");
                assertThat(reply.body()).contains("RESOURCE_EXHAUSTED", "tokensPerDay");
                assertThat(Long.parseLong(reply.header("retry-after"))).isBetween(1L, 86_400L);
              });
      assertThat(tokens.get())
          .isBetween(LIMIT - LIMIT * TOLERANCE / 100, LIMIT + LIMIT * TOLERANCE / 100);
      assertThat(calls.values()).allSatisfy(count -> assertThat(count.get()).isPositive());
    }
  }

  /** Each thread calls until it is refused; gives the refusals. */
  private static List<Reply> load(
      RunningBridge bridge, List<URI> instances, AtomicLong tokens, Map<URI, AtomicLong> calls)
      throws InterruptedException {
    List<Reply> refused = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    for (int i = 0; i < THREADS; i++) {
      URI instance = instances.get(i % instances.size());
      threads.execute(
          () -> {
            try {
              Reply reply = generate(bridge, instance);
              while (reply.status() == 200) {
                tokens.addAndGet(
                    reply
                        .json()
                        .getAsJsonObject("usageMetadata")
                        .get("totalTokenCount")
                        .getAsLong());
                calls.computeIfAbsent(instance, i2 -> new AtomicLong()).incrementAndGet();
                reply = generate(bridge, instance);
              }
              synchronized (refused) {
                refused.add(reply);
              }
            } finally {
              done.countDown();
            }
          });
    }
    assertThat(done.await(120, TimeUnit.SECONDS)).isTrue();
    threads.shutdownNow();
    return refused;
  }

  private static Reply generate(RunningBridge bridge, URI instance) {
    return bridge.send(
        bridge
            .request(instance, RunningBridge.MODEL + ":generateContent")
            .header("Authorization", "Bearer " + bridge.token()),
        RunningBridge.HELLO);
  }
}
