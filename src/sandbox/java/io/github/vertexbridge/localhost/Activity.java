package io.github.vertexbridge.localhost;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The host's own W3C trace context: a child of the caller's, if there is a valid one. */
final class Activity {
  private static final Pattern TRACEPARENT =
      Pattern.compile("00-(?<trace>[0-9a-f]{32})-[0-9a-f]{16}-(?<flags>[0-9a-f]{2})");

  private final RandomGenerator random;

  Activity(RandomGenerator random) {
    this.random = random;
  }

  String childOf(String traceparent) {
    Matcher parent = TRACEPARENT.matcher(traceparent);
    return parent.matches()
        ? "00-" + parent.group("trace") + "-" + hex(8) + "-" + parent.group("flags")
        : "00-" + hex(16) + "-" + hex(8) + "-00";
  }

  private String hex(int bytes) {
    byte[] id = new byte[bytes];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
