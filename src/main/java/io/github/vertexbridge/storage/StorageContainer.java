package io.github.vertexbridge.storage;

import com.azure.core.credential.TokenCredential;
import com.azure.core.http.HttpClient;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.models.BlobDownloadContentResponse;
import com.azure.storage.blob.models.BlobErrorCode;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.models.ParallelTransferOptions;
import com.azure.storage.blob.options.BlobParallelUploadOptions;
import com.azure.storage.common.policy.RequestRetryOptions;
import io.github.vertexbridge.call.FailureException;
import java.net.URI;
import java.util.Optional;

/** A container of the app's storage account, by managed identity. */
final class StorageContainer implements Blobs {
  /** Everything below this goes in one request, and is there whole or not at all. */
  private static final long ONE_REQUEST = 200L * 1024 * 1024;

  private final BlobContainerClient client;

  StorageContainer(URI endpoint, String name, TokenCredential credential, HttpClient http) {
    client =
        new BlobContainerClientBuilder()
            .endpoint(endpoint.toString())
            .containerName(name)
            .credential(credential)
            .httpClient(http)
            .retryOptions(
                RequestRetryOptions.fromRetryOptions(StorageAccount.retries(), null, null))
            .buildClient();
  }

  @Override
  public boolean put(String name, Blob blob) {
    BlobParallelUploadOptions options =
        new BlobParallelUploadOptions(BinaryData.fromBytes(blob.content()))
            .setParallelTransferOptions(
                new ParallelTransferOptions().setMaxSingleUploadSizeLong(ONE_REQUEST))
            .setMetadata(blob.facts())
            .setRequestConditions(new BlobRequestConditions().setIfNoneMatch("*"));
    try {
      client.getBlobClient(name).uploadWithResponse(options, null, Context.NONE);
      return true;
    } catch (BlobStorageException e) {
      if (BlobErrorCode.BLOB_ALREADY_EXISTS.equals(e.getErrorCode())) {
        return false;
      }
      throw failure(e);
    } catch (RuntimeException e) { // the client's, the credential's, or I/O's
      throw failure(e);
    }
  }

  @Override
  public Optional<Blob> get(String name) {
    try {
      BlobDownloadContentResponse response =
          client.getBlobClient(name).downloadContentWithResponse(null, null, null, Context.NONE);
      return Optional.of(
          new Blob(response.getValue().toBytes(), response.getDeserializedHeaders().getMetadata()));
    } catch (BlobStorageException e) {
      if (BlobErrorCode.BLOB_NOT_FOUND.equals(e.getErrorCode())) {
        return Optional.empty();
      }
      throw failure(e);
    } catch (RuntimeException e) { // the client's, the credential's, or I/O's
      throw failure(e);
    }
  }

  @Override
  public void delete(String name) {
    try {
      client.getBlobClient(name).deleteIfExists();
    } catch (RuntimeException e) { // the client's, the credential's, or I/O's
      throw failure(e);
    }
  }

  private FailureException failure(RuntimeException e) {
    return Unavailable.of(
        "Container " + client.getBlobContainerName(), "Storage Blob Data Contributor", e);
  }
}
