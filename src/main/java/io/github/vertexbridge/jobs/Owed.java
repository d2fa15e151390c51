package io.github.vertexbridge.jobs;

/** What is still to be sent about a job that has ended. */
public enum Owed {
  /** A message on the queue of results. */
  RESULT,
  /** A message on the poison queue, and its entry in the list of poison. */
  POISON
}
