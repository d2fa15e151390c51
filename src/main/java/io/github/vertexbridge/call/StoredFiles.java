package io.github.vertexbridge.call;

import java.io.InputStream;
import java.util.List;

/** Files by name, to be read. */
public interface StoredFiles {

  /**
   * A file that is there.
   *
   * @param name its path, with slashes
   * @param bytes its length
   */
  record StoredFile(String name, long bytes) {}

  /**
   * The files whose names begin so, in the order of their names.
   *
   * @throws FailureException STORAGE_UNAVAILABLE
   */
  List<StoredFile> list(String prefix);

  /**
   * The bytes of a file, from its beginning.
   *
   * @throws FailureException STORAGE_UNAVAILABLE
   */
  InputStream read(String name);
}
