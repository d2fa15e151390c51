package io.github.vertexbridge.limits;

/** What became of the wish to spend something. */
enum Taken {
  /** It may be spent. */
  YES,
  /** There is not as much left, on any instance. */
  SPENT,
  /** The shared count cannot be read, and what was leased of it is used up. */
  UNKNOWN
}
