package io.github.vertexbridge.jobs;

import java.time.Duration;

/**
 * How the queue stands.
 *
 * @param waiting messages of work, about, those that are being worked on or put off included
 * @param oldest how long the first one that can be received has been there
 * @param running jobs that this process works on
 * @param poison messages in poison queues, about
 */
public record Backlog(int waiting, Duration oldest, int running, int poison) {
  public static final Backlog NONE = new Backlog(0, Duration.ZERO, 0, 0);
}
