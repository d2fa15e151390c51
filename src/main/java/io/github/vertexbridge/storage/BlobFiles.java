package io.github.vertexbridge.storage;

import com.azure.core.credential.TokenCredential;
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
import com.azure.storage.common.policy.RequestRetryOptions;
import io.github.vertexbridge.call.AppendStore;
import io.github.vertexbridge.call.FailureException;
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
   * @param endpoint https URL of the blob service
   */
  public BlobFiles(String endpoint, String container, TokenCredential credential, HttpClient http) {
    this.container =
        new BlobContainerClientBuilder()
            .endpoint(endpoint)
            .containerName(container)
            .credential(credential)
            .httpClient(http)
            .retryOptions(
                RequestRetryOptions.fromRetryOptions(StorageAccount.retries(), null, null))
            .buildClient();
  }

  /**
   * A container as whom {@code az} is logged in.
   *
   * @param container its https URL
   */
  public static BlobFiles asOperator(URI container) {
    String url = container.toString().replaceAll("/+$", "");
    int slash = url.lastIndexOf('/');
    return new BlobFiles(
        url.substring(0, slash),
        url.substring(slash + 1),
        new AzureCliCredentialBuilder().build(),
        new JdkHttpClientBuilder().build());
  }

  @Override
  public void create(String name) {
    attempt(
        () ->
            appendBlob(name)
                .createIfNotExistsWithResponse(
                    new AppendBlobCreateOptions(), TIMEOUT, Context.NONE));
  }

  @Override
  public Appended append(String name, long position, byte[] bytes) {
    try {
      return appended(name, position, bytes);
    } catch (RuntimeException e) { // the client's, the credential's, or I/O's
      throw unavailable(e);
    }
  }

  private Appended appended(String name, long position, byte[] bytes) {
    try {
      var unused =
          appendBlob(name)
              .appendBlockWithResponse(
                  new ByteArrayInputStream(bytes),
                  bytes.length,
                  null,
                  new AppendBlobRequestConditions().setAppendPosition(position),
                  TIMEOUT,
                  Context.NONE);
      return Appended.DONE;
    } catch (BlobStorageException e) {
      BlobErrorCode code = e.getErrorCode();
      if (BlobErrorCode.BLOB_NOT_FOUND.equals(code)) {
        return Appended.GONE; // but not its container: that is the operator's to make
      }
      if (BlobErrorCode.BLOCK_COUNT_EXCEEDS_LIMIT.equals(code)) {
        return Appended.FULL;
      }
      if (BlobErrorCode.APPEND_POSITION_CONDITION_NOT_MET.equals(code)) {
        // Perhaps the service did it, but its answer was lost.
        long length = appendBlob(name).getProperties().getBlobSize();
        return length == position + bytes.length ? Appended.DONE : Appended.CHANGED;
      }
      throw e;
    }
  }

  @Override
  public List<StoredFile> list(String prefix) {
    List<StoredFile> files = new java.util.ArrayList<>();
    attempt(
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
    try {
      return container.getBlobClient(name).openInputStream();
    } catch (RuntimeException e) { // the client's, the credential's, or I/O's
      throw unavailable(e);
    }
  }

  private AppendBlobClient appendBlob(String name) {
    return container.getBlobClient(name).getAppendBlobClient();
  }

  private void attempt(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) { // the client's, the credential's, or I/O's
      throw unavailable(e);
    }
  }

  private FailureException unavailable(RuntimeException e) {
    return Unavailable.of(
        "Container " + container.getBlobContainerName(), "Storage Blob Data Contributor", e);
  }
}
