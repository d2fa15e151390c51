package io.github.vertexbridge.call;

import java.util.Arrays;
import java.util.Optional;

/** A version of Vertex AI's REST interface. */
public enum ApiVersion {
  V1("v1"),
  V1BETA1("v1beta1");

  private final String segment;

  ApiVersion(String segment) {
    this.segment = segment;
  }

  /** The first segment of the path. */
  public String segment() {
    return segment;
  }

  public static Optional<ApiVersion> parse(String segment) {
    return Arrays.stream(values()).filter(v -> v.segment.equals(segment)).findFirst();
  }
}
