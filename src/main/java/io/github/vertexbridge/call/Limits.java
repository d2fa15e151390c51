package io.github.vertexbridge.call;

import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How much a rule allows, over all instances of the app.
 *
 * @param requestsPerMinute calls that go on to Vertex in a minute
 * @param tokensPerMinute tokens of prompts and answers in a minute
 * @param tokensPerDay the same in a day of UTC
 * @param concurrentCalls calls under way at one time
 * @param perCaller whether each caller has that much, instead of all callers together
 * @param whenUnknown what happens when the shared counts cannot be read
 * @param observed whether a call that is too much is only noted
 */
public record Limits(
    OptionalLong requestsPerMinute,
    OptionalLong tokensPerMinute,
    OptionalLong tokensPerDay,
    OptionalInt concurrentCalls,
    boolean perCaller,
    WhenUnknown whenUnknown,
    boolean observed) {

  /** No limits. */
  public static final Limits NONE =
      new Limits(
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalLong.empty(),
          OptionalInt.empty(),
          false,
          WhenUnknown.DENY,
          false);

  /** What happens when the shared counts cannot be read and what was leased is used up. */
  public enum WhenUnknown {
    /** Calls are refused. */
    DENY,
    /** In each window this instance allows itself what it could lease in the last one. */
    LAST_LEASE
  }

  /** Whether there is nothing to count. */
  public boolean isEmpty() {
    return requestsPerMinute.isEmpty()
        && tokensPerMinute.isEmpty()
        && tokensPerDay.isEmpty()
        && concurrentCalls.isEmpty();
  }
}
