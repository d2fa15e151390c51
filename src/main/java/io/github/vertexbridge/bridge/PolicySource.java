package io.github.vertexbridge.bridge;

import io.github.vertexbridge.storage.StorageBlobs;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Where the policy file is read from. Not thread safe. */
interface PolicySource {
  String CLASSPATH = "classpath:";

  /**
   * The file's text, if it is another than what was read before.
   *
   * @throws IOException if it could not be read now; {@link NoSuchFileException} if it is not there
   * @throws io.github.vertexbridge.call.FailureException if the blob could not be read now
   */
  Optional<String> changed() throws IOException;

  /**
   * A source.
   *
   * @param place {@code classpath:NAME}, an absolute path or an https URL of a blob
   */
  static PolicySource of(String place, StorageBlobs blobs) {
    if (place.startsWith("https://")) {
      return new Blob(URI.create(place), blobs);
    }
    return new Text(
        place.startsWith(CLASSPATH)
            ? () -> resource(place.substring(CLASSPATH.length()))
            : () -> Files.readString(Path.of(place)));
  }

  private static String resource(String name) throws IOException {
    try (InputStream stream = PolicySource.class.getClassLoader().getResourceAsStream(name)) {
      if (stream == null) {
        throw new NoSuchFileException(name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** A text that is read anew each time: a file's time of change is too coarse to be trusted. */
  final class Text implements PolicySource {
    /** Reads the whole. */
    interface Reader {
      String read() throws IOException;
    }

    private final Reader reader;
    private Optional<String> last = Optional.empty();

    Text(Reader reader) {
      this.reader = reader;
    }

    @Override
    public Optional<String> changed() throws IOException {
      Optional<String> now = Optional.of(reader.read());
      if (now.equals(last)) {
        return Optional.empty();
      }
      last = now;
      return now;
    }
  }

  /** A blob, read only if its ETag is another one. */
  final class Blob implements PolicySource {
    private final URI place;
    private final StorageBlobs blobs;
    private Optional<String> etag = Optional.empty();

    Blob(URI place, StorageBlobs blobs) {
      this.place = place;
      this.blobs = blobs;
    }

    @Override
    public Optional<String> changed() {
      Optional<StorageBlobs.Text> text = blobs.read(place, etag);
      text.ifPresent(read -> etag = Optional.of(read.etag()));
      return text.map(StorageBlobs.Text::value);
    }
  }
}
