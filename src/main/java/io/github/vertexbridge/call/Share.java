package io.github.vertexbridge.call;

/**
 * How much of an instance the jobs of one caller may take.
 *
 * @param concurrency at most so many at once, also when nobody else has work
 * @param weight how its part compares with that of others who have work, 1 to 100
 */
public record Share(int concurrency, int weight) {
  /** What a rule gives that says nothing about it. */
  public static final Share DEFAULT = new Share(8, 1);
}
