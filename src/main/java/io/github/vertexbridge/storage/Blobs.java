package io.github.vertexbridge.storage;

import java.util.Map;
import java.util.Optional;

/**
 * Blobs of one container. Thread safe. Every method throws {@link
 * io.github.vertexbridge.call.FailureException} with STORAGE_UNAVAILABLE if the service does not
 * answer as it should; the write may have happened then.
 */
public interface Blobs {

  /**
   * A blob as it is stored.
   *
   * @param content its bytes
   * @param facts its metadata; names are of small letters
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are passed through, never compared
  record Blob(byte[] content, Map<String, String> facts) {
    public Blob {
      facts = Map.copyOf(facts);
    }
  }

  /** Stores a blob whole; false if there is one of this name, which stays as it is. */
  boolean put(String name, Blob blob);

  Optional<Blob> get(String name);

  /** Deletes a blob; one that is gone already is no failure. */
  void delete(String name);
}
