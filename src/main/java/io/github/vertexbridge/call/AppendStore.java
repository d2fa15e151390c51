package io.github.vertexbridge.call;

/** Files that can be added to but not changed, such as append blobs. */
public interface AppendStore extends StoredFiles {

  /**
   * Makes an empty file; does nothing if it is there.
   *
   * @throws FailureException STORAGE_UNAVAILABLE
   */
  void create(String name);

  /**
   * Adds bytes at the end of a file, at once or not at all.
   *
   * @param position the length that the file has: the same bytes sent a second time, because the
   *     answer to the first was lost, are not added twice
   * @throws FailureException STORAGE_UNAVAILABLE
   */
  void append(String name, long position, byte[] bytes);
}
