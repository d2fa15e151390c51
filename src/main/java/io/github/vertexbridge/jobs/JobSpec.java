package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import java.time.Instant;
import java.util.Optional;

/**
 * What of a job never changes.
 *
 * @param id its name
 * @param caller as whom it runs: as it was verified when the job came
 * @param order what it asks for
 * @param body its body
 * @param fingerprint of order and body: a second job of this id must have the same
 * @param correlationId of the request, continued by every attempt
 * @param traceparent of the request, if it had one
 * @param admitted what the policy said when it came; empty if it came by queue, where only the run
 *     decides
 * @param created when it was accepted
 */
public record JobSpec(
    JobId id,
    Caller caller,
    JobOrder order,
    Claim body,
    String fingerprint,
    CorrelationId correlationId,
    Optional<String> traceparent,
    Optional<Verdict> admitted,
    Instant created) {

  static String fingerprint(JobOrder order, String bodySha256) {
    return Hashes.sha256(order.text() + "\n" + bodySha256);
  }
}
