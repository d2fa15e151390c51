package io.github.vertexbridge.localhost;

import io.github.vertexbridge.localhost.worker.InvocationResponse;
import io.github.vertexbridge.localhost.worker.TypedData;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/** How the host answers for a function. */
final class Answer {
  private Answer() {}

  static void send(HttpServerExchange exchange, InvocationResponse response) {
    if (response instanceof InvocationResponse.Failure) {
      exchange.setStatusCode(500).endExchange();
      return;
    }
    if (response instanceof InvocationResponse.Http http) {
      byte[] body = bytes(http.body());
      if (!consistent(http.headers(), body.length)) {
        exchange.setStatusCode(500).endExchange();
        return;
      }
      exchange.setStatusCode(http.status());
      http.headers()
          .forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
      contentType(exchange, http.body());
      exchange.getResponseSender().send(ByteBuffer.wrap(body));
      return;
    }
    exchange.endExchange();
  }

  private static byte[] bytes(TypedData body) {
    if (body instanceof TypedData.Bytes bytes) {
      return bytes.value();
    }
    return body instanceof TypedData.Text text
        ? text.value().getBytes(StandardCharsets.UTF_8)
        : new byte[0];
  }

  /** Kestrel fails on a length that is not the body's; framing is its own business. */
  private static boolean consistent(Map<String, String> headers, int length) {
    for (Map.Entry<String, String> header : headers.entrySet()) {
      String name = header.getKey().toLowerCase(Locale.ROOT);
      if (name.equals("transfer-encoding")
          || (name.equals("content-length") && !header.getValue().equals("" + length))) {
        return false;
      }
    }
    return true;
  }

  /** A string goes as UTF-8 and says so; bytes go as they are. */
  private static void contentType(HttpServerExchange exchange, TypedData body) {
    String given = exchange.getResponseHeaders().getFirst(Headers.CONTENT_TYPE);
    if (body instanceof TypedData.Text) {
      String mediaType =
          given == null ? "text/plain" : given.replaceAll("(?i);\\s*charset=[^;]*", "");
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, mediaType + "; charset=utf-8");
    } else if (body instanceof TypedData.Bytes && given == null) {
      exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/octet-stream");
    }
  }
}
