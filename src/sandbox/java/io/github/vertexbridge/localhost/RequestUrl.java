package io.github.vertexbridge.localhost;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What Kestrel and the host make of a request target: the path is decoded but for {@code %2F}, dot
 * segments are removed, and the URL that the worker gets is encoded again, so that {@code %2F} and
 * {@code %252F} look the same there. The query stays as it was sent.
 *
 * @param path decoded, begins with a slash
 * @param query raw, without the question mark
 */
record RequestUrl(String path, String query) {
  private static final String UNESCAPED = "-._~!$&'()*+,;=:@/";

  /**
   * Reads a request target in origin form.
   *
   * @throws IllegalArgumentException for what Kestrel answers with 400
   */
  static RequestUrl of(String target) {
    if (!target.startsWith("/") || !target.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      throw new IllegalArgumentException("request target");
    }
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question + 1);
    return new RequestUrl(withoutDotSegments(decode(path)), query);
  }

  /** The URL for the worker. */
  String absolute(String host) {
    return "http://" + host + encode(path) + (query.isEmpty() ? "" : "?" + query);
  }

  /** Decoded values, repeated names joined by a comma, empty values left out. */
  Map<String, String> parameters() {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = unescape(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : unescape(pair.substring(equals + 1));
      values.merge(name, value, (before, next) -> before + "," + next);
    }
    values.values().removeIf(String::isEmpty);
    return values;
  }

  private static String unescape(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static String decode(String path) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < path.length(); i++) {
      int octet = path.charAt(i) == '%' ? octet(path, i) : -1;
      if (octet == 0) {
        throw new IllegalArgumentException("null character in path");
      }
      if (octet < 0 || octet == '/') {
        bytes.write(path.charAt(i));
      } else {
        bytes.write(octet);
        i += 2;
      }
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      // Kestrel leaves only the sequences that are not UTF-8 as they were; here the whole path.
      return path;
    }
  }

  /** Value of the escape at {@code at}, or -1. */
  private static int octet(String text, int at) {
    if (at + 2 >= text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(at + 1), 16);
    int low = Character.digit(text.charAt(at + 2), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  /** RFC 3986 section 5.2.4; an empty segment stays. */
  private static String withoutDotSegments(String path) {
    Deque<String> kept = new ArrayDeque<>();
    String[] parts = path.substring(1).split("/", -1);
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      if (parts[i].equals(".") || parts[i].equals("..")) {
        if (parts[i].equals("..")) {
          kept.pollLast();
        }
        if (last) {
          kept.add("");
        }
      } else {
        kept.add(parts[i]);
      }
    }
    return "/" + String.join("/", kept);
  }

  private static String encode(String path) {
    StringBuilder encoded = new StringBuilder();
    for (int i = 0; i < path.length(); ) {
      int point = path.codePointAt(i);
      boolean escape = point == '%' && octet(path, i) >= 0;
      if (escape || isUnescaped(point)) {
        encoded.appendCodePoint(point);
      } else {
        for (byte octet : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
          encoded.append('%').append(String.format("%02X", octet));
        }
      }
      i += Character.charCount(point);
    }
    return encoded.toString();
  }

  private static boolean isUnescaped(int point) {
    return (point < 0x7f && Character.isLetterOrDigit(point)) || UNESCAPED.indexOf(point) >= 0;
  }
}
