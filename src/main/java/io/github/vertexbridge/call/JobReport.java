package io.github.vertexbridge.call;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened to a job: the source of its log line and metrics.
 *
 * @param at when
 * @param event what: {@code accepted}, {@code begun}, {@code put-back}, {@code followed}, {@code
 *     succeeded}, {@code failed}, {@code cancelled}, {@code poisoned}, {@code found}, {@code
 *     replayed}, {@code dropped} or {@code expired}
 * @param job its id
 * @param kind what it is: {@code call}, {@code batchPrediction}, …
 * @param caller as whom it runs
 * @param attempts how often it was begun
 * @param correlationId its id on both clouds
 * @param failure why, if it failed
 * @param by who made it happen, if not the bridge itself
 */
public record JobReport(
    Instant at,
    String event,
    String job,
    String kind,
    Optional<Caller> caller,
    int attempts,
    CorrelationId correlationId,
    Optional<Failure> failure,
    Optional<Caller> by) {}
