package io.github.vertexbridge.jobs;

/**
 * Bytes that lie in a blob.
 *
 * @param blob its name
 * @param sha256 of the bytes, in hexadecimal
 * @param bytes how many
 */
public record Claim(String blob, String sha256, long bytes) {}
