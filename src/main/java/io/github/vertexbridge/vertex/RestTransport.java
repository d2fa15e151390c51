package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.FailureException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Relays calls over HTTP/1.1, byte for byte both ways; follows no redirect and repeats nothing.
 *
 * <p>HTTP/1.1 and a bound for each origin, not HTTP/2: see {@code docs/decisions/}.
 */
final class RestTransport implements VertexTransport {
  private final String version;
  private final VertexOptions options;
  private final ThreadPoolExecutor workers = Threads.cached("rest");
  private final ScheduledThreadPoolExecutor timer = Threads.scheduled("rest-deadlines");
  private final Map<URI, Semaphore> free = new ConcurrentHashMap<>();
  private final HttpClient client;

  RestTransport(String version, VertexOptions options, Optional<X509TrustManager> trust) {
    this.version = version;
    this.options = options;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(options.connectTimeout())
            .executor(workers);
    trust.map(RestTransport::trusting).ifPresent(builder::sslContext);
    this.client = builder.build();
  }

  @Override
  public Answer send(VertexCall call, BearerToken token) {
    Semaphore permits =
        free.computeIfAbsent(call.origin(), o -> new Semaphore(options.connectionsPerOrigin()));
    if (!permits.tryAcquire()) {
      throw Failures.busy(call.origin(), options.connectionsPerOrigin()).asException();
    }
    try {
      return exchange(call, token);
    } finally {
      permits.release();
    }
  }

  private Answer exchange(VertexCall call, BearerToken token) {
    Duration left = call.deadline().remaining();
    HttpRequest request = request(call, token, left);
    Alarm alarm = new Alarm();
    Future<?> watch = timer.schedule(alarm, left.toNanos(), TimeUnit.NANOSECONDS);
    try {
      HttpResponse<Optional<byte[]>> response =
          client.send(request, info -> new BoundedBody(options.maxAnswer()));
      return answer(call, response);
    } catch (InterruptedException e) {
      if (alarm.stop()) {
        throw new FailureException(Failures.timeout(call.origin(), "no-answer"), e);
      }
      Thread.currentThread().interrupt();
      throw new FailureException(Failures.interrupted(), e);
    } catch (IOException e) {
      throw new FailureException(Failures.broken(call.origin(), e), e);
    } finally {
      alarm.stop();
      watch.cancel(false);
    }
  }

  private HttpRequest request(VertexCall call, BearerToken token, Duration left) {
    String query = call.query().isEmpty() ? "" : "?" + call.query();
    HttpRequest.Builder request = HttpRequest.newBuilder();
    try {
      request.uri(URI.create(call.origin() + call.target().path() + query));
    } catch (IllegalArgumentException e) {
      throw new FailureException(Failures.badUri(), e);
    }
    RelayHeaders.toVertex(call.headers(), request::setHeader);
    if (!call.target().rest().inProject()) {
      // The path names no project that could be charged.
      request.setHeader("x-goog-user-project", call.target().project().value());
    }
    return request
        .setHeader("Authorization", "Bearer " + token.secret())
        .setHeader("User-Agent", "vertexbridge/" + version + " (corr=" + call.correlationId() + ")")
        .setHeader("x-goog-request-reason", call.correlationId().value())
        .setHeader("X-Server-Timeout", Long.toString(seconds(left)))
        .method(call.target().rest().method(), body(call))
        .build();
  }

  private static HttpRequest.BodyPublisher body(VertexCall call) {
    // A read has no body at all; the others have a Content-Length, if only of 0.
    return call.target().rest().method().equals("GET")
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofByteArray(call.body());
  }

  private Answer answer(VertexCall call, HttpResponse<Optional<byte[]>> response)
      throws IOException {
    byte[] body = response.body().orElseThrow(() -> tooLarge(call));
    String encoding =
        response.headers().firstValue("content-encoding").orElse("").toLowerCase(Locale.ROOT);
    switch (encoding) {
      case "", "identity" -> {}
      case "gzip", "x-gzip" -> body = unzip(call, body);
      default -> throw Failures.malformed(call.origin(), "content-encoding").asException();
    }
    return new Answer(response.statusCode(), RelayHeaders.toCaller(response.headers()), body);
  }

  /** Nobody asked for compression; some servers do it all the same. */
  private byte[] unzip(VertexCall call, byte[] body) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] plain = in.readNBytes(options.maxAnswer());
      if (in.read() >= 0) {
        throw tooLarge(call);
      }
      return plain;
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      throw new FailureException(Failures.malformed(call.origin(), "gzip"), e);
    }
  }

  private FailureException tooLarge(VertexCall call) {
    return Failures.tooLarge(call.origin(), options.maxAnswer()).asException();
  }

  /** Whole seconds, rounded up: the header has no finer unit. */
  private static long seconds(Duration left) {
    return left.plusSeconds(1).minusNanos(1).toSeconds();
  }

  private static SSLContext trusting(X509TrustManager trust) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("no TLS", e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdown();
  }
}
