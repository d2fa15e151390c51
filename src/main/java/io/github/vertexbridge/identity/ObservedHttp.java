package io.github.vertexbridge.identity;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.microsoft.aad.msal4j.IHttpClient;
import com.microsoft.aad.msal4j.IHttpResponse;
import com.nimbusds.jose.util.JSONObjectUtils;
import io.github.vertexbridge.call.Hop;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * {@link HopClient} as azure-identity and msal4j see it, remembering what the last request met:
 * their exceptions carry neither the status nor all of the text.
 */
final class ObservedHttp implements HttpClient, IHttpClient {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private final HopClient client;
  private volatile @Nullable HopAnswer answer;
  private volatile @Nullable HopFailure failure;

  ObservedHttp(HopClient client) {
    this.client = client;
  }

  /** The last request's answer. */
  Optional<HopAnswer> answer() {
    return Optional.ofNullable(answer);
  }

  /** Why the last request had none. */
  Optional<HopFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether anything was sent: the libraries may have answered from their own cache. */
  boolean used() {
    return answer != null || failure != null;
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return Mono.fromCallable(() -> sendSync(request, Context.NONE));
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    Map<String, String> fields = new TreeMap<>();
    for (HttpHeader field : request.getHeaders()) {
      fields.put(field.getName(), field.getValue());
    }
    @Nullable BinaryData body = request.getBodyAsBinaryData();
    try {
      URI uri = URI.create(request.getUrl().toString());
      BodyPublisher bytes = publisher(body == null ? null : body.toBytes());
      return new Buffered(request, exchange(request.getHttpMethod().name(), uri, fields, bytes));
    } catch (HopFailure e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public IHttpResponse send(com.microsoft.aad.msal4j.HttpRequest request) throws HopFailure {
    @Nullable Map<String, String> fields = request.headers();
    @Nullable String body = request.body();
    HopAnswer whole =
        exchange(
            request.httpMethod().name(),
            URI.create(request.url().toString()),
            fields == null ? Map.of() : fields,
            body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    Map<String, List<String>> answered = new TreeMap<>();
    whole.headers().fields().forEach((name, value) -> answered.put(name, List.of(value)));
    com.microsoft.aad.msal4j.HttpResponse response =
        new com.microsoft.aad.msal4j.HttpResponse().statusCode(whole.status()).body(whole.text());
    response.addHeaders(answered);
    return response;
  }

  private HopAnswer exchange(String method, URI uri, Map<String, String> fields, BodyPublisher body)
      throws HopFailure {
    java.net.http.HttpRequest.Builder request =
        java.net.http.HttpRequest.newBuilder(uri).method(method, body);
    fields.forEach((name, value) -> HopClient.addHeader(request, name, value));
    answer = null;
    failure = null;
    try {
      HopAnswer whole = client.send(Hop.MANAGED_IDENTITY, request.build());
      answer = whole;
      return harmless(whole);
    } catch (HopFailure e) {
      failure = e;
      throw e;
    }
  }

  /**
   * The libraries log what error answers say and quote what they cannot parse: they see the body of
   * a good answer only, and nothing is lost, because we judge the others ourselves.
   */
  private static HopAnswer harmless(HopAnswer whole) {
    try {
      if (whole.status() == 200 && !JSONObjectUtils.parse(whole.text()).isEmpty()) {
        return whole;
      }
    } catch (ParseException e) {
      // No JSON object: fall through to what holds nothing.
    }
    return new HopAnswer(
        whole.start(), whole.duration(), whole.status(), whole.headers(), NOTHING.clone());
  }

  private static BodyPublisher publisher(byte @Nullable [] body) {
    return body == null || body.length == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.ofByteArray(body);
  }

  private static final class Buffered extends HttpResponse {
    private final HopAnswer answer;
    private final HttpHeaders headers = new HttpHeaders();

    Buffered(HttpRequest request, HopAnswer answer) {
      super(request);
      this.answer = answer;
      answer
          .headers()
          .fields()
          .forEach(
              (name, value) ->
                  headers.set(com.azure.core.http.HttpHeaderName.fromString(name), value));
    }

    @Override
    public int getStatusCode() {
      return answer.status();
    }

    @Override
    @Deprecated // as the method that must be implemented
    public @Nullable String getHeaderValue(String name) {
      return answer.headers().get(name).orElse(null);
    }

    @Override
    public HttpHeaders getHeaders() {
      return headers;
    }

    @Override
    public Flux<ByteBuffer> getBody() {
      return Flux.just(ByteBuffer.wrap(answer.body()).asReadOnlyBuffer());
    }

    @Override
    public BinaryData getBodyAsBinaryData() {
      return BinaryData.fromBytes(answer.body());
    }

    @Override
    public Mono<byte[]> getBodyAsByteArray() {
      return Mono.just(answer.body());
    }

    @Override
    public Mono<String> getBodyAsString() {
      return Mono.just(answer.text());
    }

    @Override
    public Mono<String> getBodyAsString(Charset charset) {
      return Mono.just(new String(answer.body(), charset));
    }
  }
}
