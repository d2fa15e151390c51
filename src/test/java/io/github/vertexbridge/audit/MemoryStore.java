package io.github.vertexbridge.audit;

import io.github.vertexbridge.call.AppendStore;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/** An append store in memory that can be made to fail, before or after it did what was asked. */
public final class MemoryStore implements AppendStore {
  public final TreeMap<String, byte[]> files = new TreeMap<>();
  boolean down;
  boolean answersGetLost;
  String full = "";
  int deletes;
  int largest;
  int appends;

  @Override
  public synchronized void create(String name) {
    failIf(down);
    files.putIfAbsent(name, new byte[0]);
  }

  @Override
  public synchronized Appended append(String name, long position, byte[] bytes) {
    failIf(down);
    appends++;
    largest = Math.max(largest, bytes.length);
    if (deletes > 0) {
      deletes--;
      files.remove(name);
    }
    byte[] old = files.get(name);
    if (old == null) {
      return Appended.GONE;
    }
    if (name.equals(full)) {
      return Appended.FULL;
    }
    if (old.length == position) {
      byte[] longer = Arrays.copyOf(old, old.length + bytes.length);
      System.arraycopy(bytes, 0, longer, old.length, bytes.length);
      files.put(name, longer);
    } else if (old.length != position + bytes.length) {
      return Appended.CHANGED;
    }
    failIf(answersGetLost);
    return Appended.DONE;
  }

  @Override
  public synchronized List<StoredFile> list(String prefix) {
    failIf(down);
    return files.entrySet().stream()
        .filter(file -> file.getKey().startsWith(prefix))
        .map(file -> new StoredFile(file.getKey(), file.getValue().length))
        .toList();
  }

  @Override
  public synchronized InputStream read(String name) {
    return new ByteArrayInputStream(Objects.requireNonNull(files.get(name), name));
  }

  private static void failIf(boolean failing) {
    if (failing) {
      throw Failure.of(FailureCode.STORAGE_UNAVAILABLE, "The store is down.", "Wait.")
          .asException();
    }
  }
}
