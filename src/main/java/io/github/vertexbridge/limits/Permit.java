package io.github.vertexbridge.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * What one call has reserved. Closed when the call has ended: what it did not use is free again.
 * One thread at a time.
 */
public final class Permit implements AutoCloseable {
  /** For a call without limits. */
  static Permit free() {
    return new Permit(0);
  }

  private final long prompt;
  private final List<LongConsumer> settlements = new ArrayList<>();
  private final List<Runnable> releases = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private long tokens;

  /**
   * @param prompt tokens that count for an answer without counts
   */
  Permit(long prompt) {
    this.prompt = prompt;
  }

  /** Is told at the end how many tokens it were. */
  void onTokens(LongConsumer settlement) {
    settlements.add(settlement);
  }

  void onEnd(Runnable release) {
    releases.add(release);
  }

  void note(String sentence) {
    notes.add(sentence);
  }

  /** What observed limits would have refused; sentences. */
  public Optional<String> shadow() {
    return notes.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", notes));
  }

  /**
   * Vertex has answered.
   *
   * @param usage token counts of the answer, empty if it had none
   */
  public void used(Map<String, Long> usage) {
    tokens = Tokens.used(usage, prompt);
  }

  @Override
  public void close() {
    settlements.forEach(settlement -> settlement.accept(tokens));
    settlements.clear();
    releases.forEach(Runnable::run);
    releases.clear();
  }
}
