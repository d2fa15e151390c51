package io.github.vertexbridge.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Splitter;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.protobuf.ByteString;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HeaderValues;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An HTTP request, read whole.
 *
 * @param path raw, not decoded
 * @param query raw, "" if there is none
 * @param headers by name, compared without case
 */
record Request(
    String protocol,
    String method,
    String path,
    String query,
    Map<String, List<String>> headers,
    ByteString body) {

  static Request of(HttpServerExchange exchange, byte[] body) {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (HeaderValues values : exchange.getRequestHeaders()) {
      headers.put(values.getHeaderName().toString(), List.copyOf(values));
    }
    return new Request(
        exchange.getProtocol().toString(),
        exchange.getRequestMethod().toString(),
        exchange.getRequestURI(),
        exchange.getQueryString(),
        headers,
        ByteString.copyFrom(body));
  }

  Optional<String> header(String name) {
    return headers.getOrDefault(name, List.of()).stream().findFirst();
  }

  boolean is(String wantedMethod, String wantedPath) {
    return method.equals(wantedMethod) && path.equals(wantedPath);
  }

  boolean hasContentType(String type) {
    return header("Content-Type")
        .filter(t -> t.split(";", 2)[0].trim().equalsIgnoreCase(type))
        .isPresent();
  }

  /** The query's values by name. */
  Map<String, List<String>> queryParameters() {
    return parameters(query);
  }

  /** The body as {@code application/x-www-form-urlencoded}. */
  Map<String, List<String>> form() {
    return parameters(body.toStringUtf8());
  }

  /** The body as a JSON object, if it is one. */
  Optional<JsonObject> json() {
    try {
      JsonElement element = JsonParser.parseString(body.toStringUtf8());
      return element.isJsonObject() ? Optional.of(element.getAsJsonObject()) : Optional.empty();
    } catch (JsonParseException e) {
      return Optional.empty();
    }
  }

  static Map<String, List<String>> parameters(String encoded) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String pair : Splitter.on('&').split(encoded)) {
      if (!pair.isEmpty()) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        String value = equals < 0 ? "" : pair.substring(equals + 1);
        parameters.computeIfAbsent(decode(name), n -> new ArrayList<>()).add(decode(value));
      }
    }
    return parameters;
  }

  /**
   * The path decoded once; one with an encoded slash or percent sign stays raw and matches nothing.
   */
  String decodedPath() {
    String lower = path.toLowerCase(Locale.ROOT);
    return lower.contains("%2f") || lower.contains("%25") ? path : decode(path.replace("+", "%2B"));
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, UTF_8);
    } catch (IllegalArgumentException e) {
      // A stray % is the text itself: nothing that is compared with it will match.
      return text;
    }
  }
}
