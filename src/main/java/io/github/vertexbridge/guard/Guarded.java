package io.github.vertexbridge.guard;

/**
 * A body that a rule's terms hold for.
 *
 * @param body to send
 * @param edited whether it differs from what the caller sent
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are passed through, never compared
public record Guarded(byte[] body, boolean edited) {}
