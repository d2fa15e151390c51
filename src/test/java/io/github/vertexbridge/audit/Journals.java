package io.github.vertexbridge.audit;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.Failure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A journal over a store in memory, its clock, and the failures that it told. */
final class Journals {
  final MemoryStore store = new MemoryStore();
  final List<Failure> failures = new ArrayList<>();
  Instant now = Instant.parse("2026-11-25T08:00:00Z");

  private final InstantSource clock = () -> now;

  Journal journal(String chain, Journal.Options options) {
    return new Journal(
        store, new Origin(chain, "1.0", "production", "i-1", "abc"), options, clock, failures::add);
  }

  Journal bestEffort(String chain) {
    return journal(chain, new Journal.Options(false, 100, Duration.ofSeconds(10)));
  }

  static JsonObject call(int number) {
    JsonObject line = new JsonObject();
    line.addProperty("type", "call");
    line.addProperty("correlationId", "call-%08d-öäü".formatted(number));
    return line;
  }

  /** Two closed chains over two days: four files. */
  static MemoryStore twoDays(int linesOfEach) {
    Journals made = new Journals();
    Journal one = made.bestEffort("chain-one");
    Journal two = made.bestEffort("chain-two");
    for (int day = 0; day < 2; day++) {
      for (int i = 0; i < linesOfEach; i++) {
        one.record(call(i));
        one.commit();
        two.record(call(100 + i));
        two.commit();
      }
      made.now = made.now.plus(Duration.ofDays(1));
    }
    one.close();
    two.close();
    return made.store;
  }
}
