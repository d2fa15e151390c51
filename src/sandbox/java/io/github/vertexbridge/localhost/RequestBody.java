package io.github.vertexbridge.localhost;

import io.github.vertexbridge.localhost.worker.TypedData;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * How the host types a body: bytes for octet-stream and multipart, whatever function.json says; for
 * everything else a string, decoded as UTF-8 whatever charset is named, unless a byte order mark
 * says otherwise.
 */
final class RequestBody {
  private RequestBody() {}

  static TypedData of(byte[] body, String contentType) {
    if (body.length == 0) {
      return new TypedData.None();
    }
    String mediaType = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
    return mediaType.equals("application/octet-stream") || mediaType.contains("multipart/")
        ? new TypedData.Bytes(body)
        : new TypedData.Text(text(body));
  }

  private static String text(byte[] body) {
    if (starts(body, 0xef, 0xbb, 0xbf)) {
      return decode(body, 3, StandardCharsets.UTF_8);
    }
    if (starts(body, 0xff, 0xfe, 0, 0)) {
      return decode(body, 4, Charset.forName("UTF-32LE"));
    }
    if (starts(body, 0, 0, 0xfe, 0xff)) {
      return decode(body, 4, Charset.forName("UTF-32BE"));
    }
    if (starts(body, 0xff, 0xfe)) {
      return decode(body, 2, StandardCharsets.UTF_16LE);
    }
    if (starts(body, 0xfe, 0xff)) {
      return decode(body, 2, StandardCharsets.UTF_16BE);
    }
    return decode(body, 0, StandardCharsets.UTF_8);
  }

  private static String decode(byte[] body, int from, Charset charset) {
    return new String(body, from, body.length - from, charset);
  }

  private static boolean starts(byte[] body, int... mark) {
    if (body.length < mark.length) {
      return false;
    }
    for (int i = 0; i < mark.length; i++) {
      if ((body[i] & 0xff) != mark[i]) {
        return false;
      }
    }
    return true;
  }
}
