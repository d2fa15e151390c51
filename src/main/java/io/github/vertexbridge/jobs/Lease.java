package io.github.vertexbridge.jobs;

import java.time.Instant;

/**
 * Who works on a job.
 *
 * @param owner one run of one process
 * @param until when it is free again, unless it is renewed
 */
public record Lease(String owner, Instant until) {}
