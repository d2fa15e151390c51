package io.github.vertexbridge.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * How the writing of the audit goes.
 *
 * @param required whether calls are refused while it fails
 * @param failingSince when the first commit failed that was not made good yet
 * @param cause what the last failed commit met
 * @param waiting lines that are kept and not written yet
 * @param lost lines that were given up since the start
 * @param written lines that are in the store
 */
public record AuditState(
    boolean required,
    Optional<Instant> failingSince,
    Optional<String> cause,
    int waiting,
    long lost,
    long written) {}
