package io.github.vertexbridge.bridge;

import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.policy.PolicyException;
import io.github.vertexbridge.storage.StorageBlobs;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Finds and reads the policy file that the settings name. */
final class PolicyLoader {
  private static final String CLASSPATH = "classpath:";

  private PolicyLoader() {}

  /**
   * The policy.
   *
   * @param place {@code classpath:NAME}, an absolute path or an https URL of a blob
   * @throws Startup.Misconfigured if there is no such file or it is not valid
   * @throws IOException if it could not be read now
   */
  static Policy load(String place, StorageBlobs blobs) throws Startup.Misconfigured, IOException {
    try {
      return Policy.parse(text(place, blobs));
    } catch (PolicyException | NoSuchFileException e) {
      throw new Startup.Misconfigured(
          new IllegalArgumentException("BRIDGE_POLICY=" + place + ": " + e.getMessage(), e));
    }
  }

  private static String text(String place, StorageBlobs blobs) throws IOException {
    if (place.startsWith("https://")) {
      return blobs.read(URI.create(place));
    }
    if (!place.startsWith(CLASSPATH)) {
      return Files.readString(Path.of(place));
    }
    String name = place.substring(CLASSPATH.length());
    try (InputStream stream = PolicyLoader.class.getClassLoader().getResourceAsStream(name)) {
      if (stream == null) {
        throw new NoSuchFileException(name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
