package io.github.vertexbridge.endtoend;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;

/**
 * Where the Application Insights agent sends to, on the loopback interface: keeps the envelopes
 * ({@code POST /v2.1/track}, gzip, one JSON object a line).
 */
final class IngestionEndpoint implements AutoCloseable {
  private final List<JsonObject> envelopes = new CopyOnWriteArrayList<>();
  private final Undertow server;

  IngestionEndpoint() {
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1", new BlockingHandler(this::handle))
            .build();
    server.start();
  }

  /** What the agent is told of it. */
  String connectionString() {
    int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    String origin = "http://127.0.0.1:" + port + "/";
    return "InstrumentationKey=00000000-0000-4000-8000-000000000001;IngestionEndpoint="
        + origin
        + ";LiveEndpoint="
        + origin;
  }

  /** Everything that came, in the order of its coming. */
  List<JsonObject> envelopes() {
    return List.copyOf(envelopes);
  }

  private void handle(HttpServerExchange exchange) throws IOException {
    int before = envelopes.size();
    if (exchange.getRequestPath().endsWith("/track")) {
      boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
      InputStream body = exchange.getInputStream();
      try (BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(
                  zipped ? new GZIPInputStream(body) : body, StandardCharsets.UTF_8))) {
        lines
            .lines()
            .filter(line -> !line.isBlank())
            .forEach(line -> envelopes.add(JsonParser.parseString(line).getAsJsonObject()));
      }
    }
    int came = envelopes.size() - before;
    exchange
        .getResponseSender()
        .send("{\"itemsReceived\":%d,\"itemsAccepted\":%d,\"errors\":[]}".formatted(came, came));
  }

  @Override
  public void close() {
    server.stop();
  }
}
