package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Hop;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request of an identity hop, under one deadline for the whole of it: connecting, waiting
 * and every byte of the answer. No retries, no redirects. Thread safe.
 */
final class HopClient {
  /** Google's access tokens have at most 12 KiB, Entra's fewer. */
  static final int LONGEST_ANSWER = 64 * 1024;

  /** Fields that java.net.http sets itself; and we ask for no compression. */
  private static final Set<String> NOT_OURS =
      Set.of("accept-encoding", "connection", "content-length", "expect", "host", "upgrade");

  private final HttpClient http;
  private final Duration timeout;
  private final InstantSource clock;

  /**
   * @param http from {@link #http}
   * @param timeout deadline of a hop
   */
  HopClient(HttpClient http, Duration timeout, InstantSource clock) {
    this.http = http;
    this.timeout = timeout;
    this.clock = clock;
  }

  /**
   * The client of all hops. HTTP/1.1, because a connection on which a hop timed out is then closed:
   * an HTTP/2 connection that a NAT has forgotten would be used for every further attempt.
   *
   * @param tls null for the JVM's default
   */
  static HttpClient http(Executor executor, @Nullable SSLContext tls) {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .executor(executor);
    if (tls != null) {
      builder.sslContext(tls);
    }
    return builder.build();
  }

  /** Adds a field unless it is one that java.net.http sets itself. */
  static void addHeader(HttpRequest.Builder request, String name, String value) {
    if (!NOT_OURS.contains(name.toLowerCase(Locale.ROOT))) {
      request.header(name, value);
    }
  }

  InstantSource clock() {
    return clock;
  }

  /**
   * The whole answer, whatever its status.
   *
   * @throws HopFailure if there is none inside the deadline
   */
  HopAnswer send(Hop hop, HttpRequest request) throws HopFailure {
    Instant start = clock.instant();
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, head -> new LimitedBody(LONGEST_ANSWER));
    try {
      HttpResponse<byte[]> whole =
          answer.get(20L * timeout.toNanos() + 11_000_000_000L, TimeUnit.NANOSECONDS);
      return new HopAnswer(
          start, since(start), whole.statusCode(), headers(whole.headers()), whole.body());
    } catch (TimeoutException e) {
      answer.cancel(true);
      String seen = "gave no whole answer within " + timeout.toMillis() + " ms";
      throw new HopFailure(hop, HopFailure.Kind.TIMEOUT, seen, start, since(start), null);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new HopFailure(
          hop, HopFailure.Kind.INTERRUPTED, "was interrupted", start, since(start), null);
    } catch (ExecutionException e) {
      throw broken(hop, start, e.getCause());
    }
  }

  private HopFailure broken(Hop hop, Instant start, @Nullable Throwable cause) {
    @Nullable Throwable t = cause;
    while (t != null && !(t instanceof LimitedBody.TooLarge)) {
      t = t.getCause();
    }
    if (t != null) {
      String seen = "answered more than " + LONGEST_ANSWER + " bytes";
      return new HopFailure(hop, HopFailure.Kind.TOO_LARGE, seen, start, since(start), null);
    }
    String kind = cause == null ? "no cause" : cause.getClass().getSimpleName();
    // Only I/O is quoted on: other exceptions of the client may hold parts of the request.
    return new HopFailure(
        hop,
        HopFailure.Kind.UNREACHABLE,
        "could not be reached (" + kind + ")",
        start,
        since(start),
        cause instanceof IOException ? cause : null);
  }

  private Duration since(Instant start) {
    return Duration.between(start, clock.instant());
  }

  private static Headers headers(HttpHeaders fields) {
    Map<String, String> joined = new TreeMap<>();
    fields.map().forEach((name, values) -> joined.put(name, String.join(", ", values)));
    return new Headers(joined);
  }
}
