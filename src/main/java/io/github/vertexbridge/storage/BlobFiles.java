package io.github.vertexbridge.storage;

import com.azure.core.credential.TokenCredential;
import com.azure.core.exception.AzureException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.Context;
import com.azure.identity.AzureCliCredentialBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.AppendBlobRequestConditions;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ListBlobsOptions;
import com.azure.storage.blob.options.AppendBlobCreateOptions;
import com.azure.storage.blob.specialized.AppendBlobClient;
import io.github.vertexbridge.call.AppendStore;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Redaction;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Append blobs of one container, by managed identity. */
public final class BlobFiles implements AppendStore {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final BlobContainerClient container;

  /**
   * @param container its https URL
   */
  public BlobFiles(URI container, TokenCredential credential, HttpClient http) {
    this.container =
        new BlobContainerClientBuilder()
            .endpoint(container.toString())
            .credential(credential)
            .httpClient(http)
            .buildClient();
  }

  /** A container as whom {@code az} is logged in. */
  public static BlobFiles asOperator(URI container) {
    return new BlobFiles(
        container, new AzureCliCredentialBuilder().build(), new JdkHttpClientBuilder().build());
  }

  @Override
  public void create(String name) {
    attempt(
        name,
        () ->
            appendBlob(name)
                .createIfNotExistsWithResponse(
                    new AppendBlobCreateOptions(), TIMEOUT, Context.NONE));
  }

  @Override
  public void append(String name, long position, byte[] bytes) {
    attempt(
        name,
        () -> {
          try {
            appendBlob(name)
                .appendBlockWithResponse(
                    new ByteArrayInputStream(bytes),
                    bytes.length,
                    null,
                    new AppendBlobRequestConditions().setAppendPosition(position),
                    TIMEOUT,
                    Context.NONE);
          } catch (BlobStorageException e) {
            if (!isThereAlready(e, name, position + bytes.length)) {
              throw e;
            }
          }
        });
  }

  /** The service did it, but its answer was lost. */
  private boolean isThereAlready(BlobStorageException e, String name, long end) {
    return e.getErrorCode() == BlobErrorCode.APPEND_POSITION_CONDITION_NOT_MET
        && appendBlob(name).getProperties().getBlobSize() == end;
  }

  @Override
  public List<StoredFile> list(String prefix) {
    List<StoredFile> files = new java.util.ArrayList<>();
    attempt(
        prefix + "*",
        () ->
            container
                .listBlobs(new ListBlobsOptions().setPrefix(prefix), TIMEOUT)
                .forEach(
                    blob ->
                        files.add(
                            new StoredFile(
                                blob.getName(), blob.getProperties().getContentLength()))));
    return List.copyOf(files);
  }

  @Override
  public InputStream read(String name) {
    return container.getBlobClient(name).openInputStream();
  }

  private AppendBlobClient appendBlob(String name) {
    return container.getBlobClient(name).getAppendBlobClient();
  }

  private void attempt(String name, Runnable work) {
    try {
      work.run();
    } catch (AzureException | IllegalStateException e) {
      // IllegalStateException is what the client throws when its own timeout ends.
      throw new FailureException(
          Failure.of(
              FailureCode.STORAGE_UNAVAILABLE,
              "Blob %s of container %s could not be written or listed: %s."
                  .formatted(
                      name,
                      container.getBlobContainerName(),
                      Redaction.scrub(String.valueOf(e.getMessage()))),
              "Check that the container exists and that the app's identity has the role Storage"
                  + " Blob Data Contributor on it."),
          e);
    }
  }
}
