package io.github.vertexbridge.jobs;

/**
 * What Vertex answered.
 *
 * @param claim its bytes
 * @param status HTTP status
 * @param contentType of the bytes
 */
public record JobResult(Claim claim, int status, String contentType) {}
