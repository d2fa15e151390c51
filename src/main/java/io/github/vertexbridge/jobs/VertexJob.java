package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Answer;
import java.util.Optional;

/**
 * A job at Vertex AI, as it was seen.
 *
 * @param name its resource name
 * @param state what Vertex AI calls its state
 * @param end how it ended; empty: it has not
 * @param error what it failed of, in Vertex AI's words
 * @param output where its output is, once that is known
 * @param answer all of it, as Vertex AI answered
 */
public record VertexJob(
    String name,
    String state,
    Optional<JobState> end,
    Optional<String> error,
    Optional<String> output,
    Answer answer) {}
