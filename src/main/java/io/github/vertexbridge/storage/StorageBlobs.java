package io.github.vertexbridge.storage;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.AzureException;
import com.azure.core.http.HttpClient;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobClientBuilder;
import com.azure.storage.blob.models.BlobDownloadContentResponse;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Redaction;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Blobs read by managed identity. */
public final class StorageBlobs {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int UNCHANGED = 304;

  private final TokenCredential credential;
  private final HttpClient http;

  StorageBlobs(TokenCredential credential, HttpClient http) {
    this.credential = credential;
    this.http = http;
  }

  /**
   * A blob's text.
   *
   * @param value read as UTF-8
   * @param etag its version
   */
  public record Text(String value, String etag) {}

  /**
   * The whole text of a blob.
   *
   * @param blob its https URL
   * @param known the version that is not wanted, if any
   * @return nothing if the blob is still of the version that is known
   * @throws FailureException with {@link FailureCode#STORAGE_UNAVAILABLE}
   */
  public Optional<Text> read(URI blob, Optional<String> known) {
    try {
      BlobDownloadContentResponse response =
          new BlobClientBuilder()
              .endpoint(blob.toString())
              .credential(credential)
              .httpClient(http)
              .buildClient()
              .downloadContentWithResponse(
                  null,
                  new BlobRequestConditions().setIfNoneMatch(known.orElse(null)),
                  TIMEOUT,
                  Context.NONE);
      return Optional.of(
          new Text(response.getValue().toString(), response.getDeserializedHeaders().getETag()));
    } catch (AzureException | IllegalStateException e) {
      if (e instanceof BlobStorageException answer && answer.getStatusCode() == UNCHANGED) {
        return Optional.empty();
      }
      // IllegalStateException is what the client throws when its own timeout ends.
      throw new FailureException(
          Failure.of(
              FailureCode.STORAGE_UNAVAILABLE,
              "Blob "
                  + blob.getPath()
                  + " could not be read: "
                  + Redaction.scrub(String.valueOf(e.getMessage()))
                  + ".",
              "Check the URL and that the app's identity has the role Storage Blob Data Reader."),
          e);
    }
  }
}
