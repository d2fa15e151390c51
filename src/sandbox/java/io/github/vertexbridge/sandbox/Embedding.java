package io.github.vertexbridge.sandbox;

import com.google.common.primitives.ImmutableDoubleArray;
import com.google.rpc.Code;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * An embedding by feature hashing: each word adds or takes one at one place of every block of
 * eight, so that texts that share words point the same way, in a vector of any length. Of length 1,
 * unless it was cut.
 */
final class Embedding {
  /** Most tokens of one text; what is longer is cut, or refused if that is not wanted. */
  static final int MAX_TOKENS = 2_048;

  private static final int BLOCK = 8;

  private Embedding() {}

  /**
   * @param tokens that are counted
   * @param truncated whether there were more
   */
  record Embedded(ImmutableDoubleArray values, int tokens, boolean truncated) {}

  /**
   * @param task what the vector is for: the same text for another task is another vector, a little
   * @param dimensions of the model
   * @param wanted how many are answered: the first ones
   * @throws GoogleRefusal INVALID_ARGUMENT
   */
  static Embedded of(
      String text, String title, String task, boolean truncate, int dimensions, int wanted) {
    if (wanted < 1 || wanted > dimensions) {
      throw invalid("outputDimensionality is 1 to " + dimensions);
    }
    List<String> all = Tokeniser.tokens(text);
    if (all.isEmpty()) {
      throw invalid("the text is empty");
    }
    boolean cut = all.size() > MAX_TOKENS;
    if (cut && !truncate) {
      throw invalid("the text has " + all.size() + " tokens, more than " + MAX_TOKENS);
    }
    List<String> tokens = cut ? all.subList(0, MAX_TOKENS) : all;
    double[] vector = new double[dimensions];
    tokens.forEach(token -> add(vector, token.toLowerCase(Locale.ROOT), 1));
    Tokeniser.tokens(title).forEach(token -> add(vector, token.toLowerCase(Locale.ROOT), 0.5));
    if (!task.isEmpty()) {
      add(vector, "task " + task, 0.25);
    }
    double length = 0;
    for (double x : vector) {
      length += x * x;
    }
    double[] answer = new double[wanted];
    for (int i = 0; i < wanted; i++) {
      answer[i] = length == 0 ? 0 : vector[i] / Math.sqrt(length);
    }
    return new Embedded(ImmutableDoubleArray.copyOf(answer), tokens.size(), cut);
  }

  private static void add(double[] vector, String feature, double weight) {
    SplittableRandom places = new SplittableRandom(feature.hashCode());
    for (int block = 0; block < vector.length; block += BLOCK) {
      int place = block + places.nextInt(Math.min(BLOCK, vector.length - block));
      vector[place] += places.nextBoolean() ? weight : -weight;
    }
  }

  private static GoogleRefusal invalid(String what) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: " + what);
  }
}
