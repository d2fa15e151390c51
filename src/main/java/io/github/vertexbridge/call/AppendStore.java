package io.github.vertexbridge.call;

/** Files that can be added to but not changed, such as append blobs. */
public interface AppendStore extends StoredFiles {

  /** What came of an append, if the store is there. */
  enum Appended {
    /** The bytes are in the file. */
    DONE,
    /** There is no such file: somebody deleted it. */
    GONE,
    /** The file takes no more. */
    FULL,
    /** The file has another length: somebody else changed it. */
    CHANGED
  }

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
  Appended append(String name, long position, byte[] bytes);
}
