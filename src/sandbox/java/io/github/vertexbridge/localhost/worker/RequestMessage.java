package io.github.vertexbridge.localhost.worker;

import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The request that a function sees. */
final class RequestMessage implements HttpRequestMessage<Object> {
  private final RpcHttp http;
  private final @Nullable Object body;

  RequestMessage(RpcHttp http, @Nullable Object body) {
    this.http = http;
    this.body = body;
  }

  /**
   * The URL.
   *
   * @throws IllegalArgumentException for characters that java.net.URI refuses, which pass the host
   */
  @Override
  public URI getUri() {
    return URI.create(http.url());
  }

  @Override
  public HttpMethod getHttpMethod() {
    return HttpMethod.value(http.method());
  }

  @Override
  public Map<String, String> getHeaders() {
    return http.headers();
  }

  @Override
  public Map<String, String> getQueryParameters() {
    return http.query();
  }

  @Override
  public @Nullable Object getBody() {
    return body;
  }

  @Override
  public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
    return new ResponseMessage(status);
  }

  @Override
  public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
    return new ResponseMessage(status);
  }
}
