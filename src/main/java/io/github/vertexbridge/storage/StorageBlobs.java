package io.github.vertexbridge.storage;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.AzureException;
import com.azure.core.http.HttpClient;
import com.azure.storage.blob.BlobClientBuilder;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Redaction;
import java.net.URI;

/** Blobs read by managed identity. */
public final class StorageBlobs {
  private final TokenCredential credential;
  private final HttpClient http;

  StorageBlobs(TokenCredential credential, HttpClient http) {
    this.credential = credential;
    this.http = http;
  }

  /**
   * The whole text of a blob, read as UTF-8.
   *
   * @param blob its https URL
   * @throws FailureException with {@link FailureCode#STORAGE_UNAVAILABLE}
   */
  public String read(URI blob) {
    try {
      return new BlobClientBuilder()
          .endpoint(blob.toString())
          .credential(credential)
          .httpClient(http)
          .buildClient()
          .downloadContent()
          .toString();
    } catch (AzureException e) {
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
