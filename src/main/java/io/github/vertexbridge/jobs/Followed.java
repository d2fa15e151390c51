package io.github.vertexbridge.jobs;

import java.time.Instant;
import java.util.Optional;

/**
 * A Vertex job that a job stands for.
 *
 * @param name its resource name at Vertex AI
 * @param state what Vertex AI called its state when it was last looked at
 * @param checks how often it was looked at
 * @param nextCheck when it is looked at again
 * @param output where its output is, once that is known
 */
public record Followed(
    String name, String state, int checks, Instant nextCheck, Optional<String> output) {}
