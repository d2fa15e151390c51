package io.github.vertexbridge.storage;

import com.azure.core.exception.HttpResponseException;
import com.azure.storage.blob.models.BlobStorageException;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Redaction;
import java.time.Duration;
import java.util.Map;

/** What a storage service that did not do its work looks like to callers. */
final class Unavailable {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private Unavailable() {}

  /**
   * The failure.
   *
   * @param what for example {@code Table vertexjobs}
   * @param role the role that the app's identity needs
   */
  static FailureException of(String what, String role, RuntimeException thrown) {
    int status =
        thrown instanceof HttpResponseException http && http.getResponse() != null
            ? http.getResponse().getStatusCode()
            : 0;
    Failure failure =
        Failure.of(
                FailureCode.STORAGE_UNAVAILABLE,
                what + " could not be used: " + seen(status, thrown) + ".",
                "Check that it exists and that the app's identity has the role " + role + ".")
            .withFacts(status == 0 ? Map.of() : Map.of("upstreamStatus", String.valueOf(status)))
            .withRetryAfter(RETRY_AFTER);
    return new FailureException(failure, thrown);
  }

  private static String seen(int status, RuntimeException thrown) {
    return status == 0
        ? Redaction.scrub(String.valueOf(thrown.getMessage()))
        : "it answered " + status + code(thrown);
  }

  /** The service's own word for it, such as {@code ContainerNotFound}. */
  private static String code(RuntimeException thrown) {
    return thrown instanceof BlobStorageException blob && blob.getErrorCode() != null
        ? " " + blob.getErrorCode()
        : "";
  }

  /** A service that is not set at all. */
  static FailureException notSet(String service) {
    return Failure.of(
            FailureCode.STORAGE_UNAVAILABLE,
            "No " + service + " service is set.",
            "Set AzureWebJobsStorage__"
                + service
                + "ServiceUri or AzureWebJobsStorage__accountName.")
        .asException();
  }
}
