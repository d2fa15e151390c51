package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ObjectId;
import io.github.vertexbridge.call.TenantId;
import io.github.vertexbridge.storage.Names;
import io.github.vertexbridge.storage.Queues;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** Jobs over some storage, and a host that brings messages. */
final class Bench {
  static final JobRules RULES =
      new JobRules(3, Duration.ofMinutes(1), Duration.ofDays(7), Duration.ofMinutes(8), 8);
  static final Duration AHEAD = Duration.ofMinutes(31);

  final Jobs jobs;
  final List<String> events = new ArrayList<>();
  private final Queues queues;

  Bench(Jobs.Places places, JobWork work, TestClock clock) {
    this(places, work, clock, RULES);
  }

  Bench(Jobs.Places places, JobWork work, TestClock clock, JobRules rules) {
    queues = places.queues();
    jobs =
        new Jobs(
            places,
            new Jobs.Formats(
                (failure, id) ->
                    ("{\"error\":{\"message\":\"" + failure.code() + "\"}}")
                        .getBytes(StandardCharsets.UTF_8),
                message -> Optional.empty()),
            work,
            report -> events.add(report.event()),
            rules,
            idle(),
            () -> UUID.randomUUID().toString(),
            clock);
  }

  /** No attempt of these tests is so long that its lease would be renewed. */
  private static ScheduledExecutorService idle() {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, "leases");
          thread.setDaemon(true);
          return thread;
        });
  }

  static Caller caller(int number) {
    String guid = "%08d-0000-4000-8000-000000000000".formatted(number);
    return new Caller(
        Caller.Kind.APPLICATION,
        Optional.of(new TenantId(guid)),
        Optional.of(new ObjectId(guid)),
        Optional.of(new ClientId(guid)),
        Set.of("Bridge.Invoke"),
        Set.of(),
        Optional.empty());
  }

  static JobOrder order() {
    return JobOrder.call(new AliasName("chat"), new ActionName("generateContent"));
  }

  static byte[] body(String text) {
    return ("{\"text\":\"" + text + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  Job submit(String key) {
    return submit(key, order());
  }

  Job submit(String key, JobOrder order) {
    return jobs.submit(
        caller(1), key, order, body(key), CorrelationId.fresh(), Optional.of("00-trace-01"));
  }

  Job job(Job job) {
    return jobs.get(job.id().value(), Optional.empty());
  }

  /** Brings every message that can be received, as the host does: once more if it fails. */
  int deliver() {
    int delivered = 0;
    for (String queue : List.of(Names.REQUESTS, Names.WATCH)) {
      for (List<Queues.Message> batch = queues.receive(queue, Duration.ofMinutes(10));
          !batch.isEmpty();
          batch = queues.receive(queue, Duration.ofMinutes(10))) {
        for (Queues.Message message : batch) {
          deliver(queue, message);
          delivered++;
        }
      }
    }
    return delivered;
  }

  private void deliver(String queue, Queues.Message message) {
    try {
      handle(queue, message.text());
      queues.delete(queue, message);
    } catch (FailureException e) {
      queues.release(queue, message);
      throw e;
    }
  }

  void handle(String queue, String text) {
    if (queue.equals(Names.WATCH)) {
      jobs.watch(text);
    } else {
      jobs.run(new JobId(text), "invocation");
    }
  }
}
