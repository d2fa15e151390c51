package io.github.vertexbridge.identity;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import io.github.vertexbridge.call.Hop;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The transport of one hop to Google, for one flight: one total deadline, one origin, https only.
 *
 * <p>Every status but 200 is thrown as {@link HopFailure} from here, below google-http-client: it
 * would follow a redirect with the subject token in the form, and answer one 401 of IAM with eleven
 * calls and twelve exchanges.
 */
final class HopTransport extends HttpTransport {
  private final Hop hop;
  private final HopClient client;
  private final URI origin;
  private volatile @Nullable HopAnswer answer;

  /**
   * @param origin the only origin that is called, without a path
   */
  HopTransport(Hop hop, HopClient client, URI origin) {
    this.hop = hop;
    this.client = client;
    this.origin = origin;
  }

  /** The answer with status 200, if there was one. */
  Optional<HopAnswer> answer() {
    return Optional.ofNullable(answer);
  }

  @Override
  public boolean supportsMethod(String method) {
    return true;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
    URI uri = URI.create(url);
    boolean ours =
        "https".equals(uri.getScheme())
            && "https".equals(origin.getScheme())
            && uri.getRawAuthority() != null
            && uri.getRawAuthority().equals(origin.getRawAuthority());
    if (!ours) {
      throw new HopFailure(
          hop,
          HopFailure.Kind.OTHER_ORIGIN,
          "was asked for at another origin than its own",
          client.clock().instant(),
          Duration.ZERO,
          null);
    }
    return new Request(method, HttpRequest.newBuilder(uri));
  }

  private final class Request extends LowLevelHttpRequest {
    private final String method;
    private final HttpRequest.Builder request;

    Request(String method, HttpRequest.Builder request) {
      this.method = method;
      this.request = request;
    }

    @Override
    public void addHeader(String name, String value) {
      HopClient.addHeader(request, name, value);
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      HopAnswer whole = client.send(hop, request.method(method, body()).build());
      if (whole.status() != 200) {
        throw new HopFailure(hop, whole);
      }
      answer = whole;
      return new Response(whole);
    }

    private HttpRequest.BodyPublisher body() throws IOException {
      if (getStreamingContent() == null) {
        return HttpRequest.BodyPublishers.noBody();
      }
      @Nullable String type = getContentType();
      if (type != null) {
        request.header("Content-Type", type);
      }
      @Nullable String encoding = getContentEncoding();
      if (encoding != null) {
        request.header("Content-Encoding", encoding);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      getStreamingContent().writeTo(bytes);
      return HttpRequest.BodyPublishers.ofByteArray(bytes.toByteArray());
    }
  }

  private static final class Response extends LowLevelHttpResponse {
    private final HopAnswer answer;
    private final List<Map.Entry<String, String>> fields;

    Response(HopAnswer answer) {
      this.answer = answer;
      this.fields = List.copyOf(answer.headers().fields().entrySet());
    }

    @Override
    public InputStream getContent() {
      return new ByteArrayInputStream(answer.body());
    }

    @Override
    public @Nullable String getContentEncoding() {
      return answer.headers().get("content-encoding").orElse(null);
    }

    @Override
    public long getContentLength() {
      return answer.body().length;
    }

    @Override
    public @Nullable String getContentType() {
      return answer.headers().get("content-type").orElse(null);
    }

    @Override
    public String getStatusLine() {
      return "HTTP/1.1 " + answer.status();
    }

    @Override
    public int getStatusCode() {
      return answer.status();
    }

    @Override
    public @Nullable String getReasonPhrase() {
      return null;
    }

    @Override
    public int getHeaderCount() {
      return fields.size();
    }

    @Override
    public String getHeaderName(int index) {
      return fields.get(index).getKey();
    }

    @Override
    public String getHeaderValue(int index) {
      return fields.get(index).getValue();
    }
  }
}
