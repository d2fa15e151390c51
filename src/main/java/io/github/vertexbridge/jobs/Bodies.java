package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.storage.Blobs;
import io.github.vertexbridge.storage.Blobs.Blob;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Bodies and results in blobs: {@code ID/body-NAME}, {@code ID/result}. Records hold their SHA-256.
 * Thread safe.
 */
final class Bodies {
  private static final String STATUS = "status";
  private static final String TYPE = "contenttype";
  private static final String JSON = "application/json";

  private final Blobs blobs;
  private final Supplier<String> names;

  /**
   * @param names gives names that nobody else uses
   */
  Bodies(Blobs blobs, Supplier<String> names) {
    this.blobs = blobs;
    this.names = names;
  }

  /** Names a body: each try to submit a job has a blob of its own, and may delete it. */
  Claim claim(JobId id, byte[] body) {
    return new Claim(id + "/body-" + names.get(), Hashes.sha256(body), body.length);
  }

  void store(Claim claim, byte[] body) {
    var unused = blobs.put(claim.blob(), new Blob(body, Map.of()));
  }

  /**
   * The body that was stored.
   *
   * @throws io.github.vertexbridge.call.FailureException with {@link FailureCode#JOB_TAMPERED} if
   *     it is not there or another
   */
  byte[] fetch(Claim claim) {
    byte[] found = blobs.get(claim.blob()).map(Blob::content).orElseThrow(() -> missing(claim));
    String actual = Hashes.sha256(found);
    if (!actual.equals(claim.sha256())) {
      throw Failure.of(
              FailureCode.JOB_TAMPERED,
              "Blob %s is not what was stored: its SHA-256 is %s, the record says %s."
                  .formatted(claim.blob(), actual, claim.sha256()),
              "Find out who wrote to the container; submit the job again.")
          .asException();
    }
    return found;
  }

  private static RuntimeException missing(Claim claim) {
    return Failure.of(
            FailureCode.JOB_TAMPERED,
            "Blob " + claim.blob() + " is gone.",
            "Find out who deleted from the container; submit the job again.")
        .asException();
  }

  /** Stores an answer, whole or not at all. If there is one of this job already, that one stays. */
  JobResult storeResult(JobId id, Answer answer) {
    String type = answer.headers().get("content-type").orElse(JSON);
    Blob blob =
        new Blob(answer.body(), Map.of(STATUS, String.valueOf(answer.status()), TYPE, type));
    return blobs.put(resultName(id), blob) ? result(id, blob) : result(id).orElseThrow();
  }

  /** The answer that an earlier attempt stored before it ended without a word. */
  Optional<JobResult> result(JobId id) {
    return blobs.get(resultName(id)).map(blob -> result(id, blob));
  }

  private static JobResult result(JobId id, Blob blob) {
    return new JobResult(
        new Claim(resultName(id), Hashes.sha256(blob.content()), blob.content().length),
        Integer.parseInt(blob.facts().getOrDefault(STATUS, "200")),
        blob.facts().getOrDefault(TYPE, JSON));
  }

  /** What Vertex answered. */
  Answer fetchResult(JobResult result) {
    return new Answer(
        result.status(),
        Headers.NONE.with("content-type", result.contentType()),
        fetch(result.claim()));
  }

  void delete(String blob) {
    blobs.delete(blob);
  }

  void deleteResult(JobId id) {
    blobs.delete(resultName(id));
  }

  private static String resultName(JobId id) {
    return id + "/result";
  }
}
