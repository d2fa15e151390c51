package io.github.vertexbridge.localhost.worker;

import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The answer that a function makes: builder and message in one, as in the real worker. */
final class ResponseMessage implements HttpResponseMessage, HttpResponseMessage.Builder {
  private final Map<String, String> headers = new HashMap<>();
  private HttpStatusType status;
  private @Nullable Object body;

  ResponseMessage(HttpStatusType status) {
    this.status = status;
  }

  /** What the host gets: one value a header, the last one; a null value fails the call. */
  static InvocationResponse toRpc(HttpResponseMessage message) {
    if (!(message instanceof ResponseMessage response)) {
      throw new ClassCastException("answer was not made by the request's createResponseBuilder");
    }
    return new InvocationResponse.Http(
        response.status.value(), Map.copyOf(response.headers), data(response.body));
  }

  private static TypedData data(@Nullable Object body) {
    if (body == null) {
      return new TypedData.None();
    }
    if (body instanceof byte[] bytes) {
      return new TypedData.Bytes(bytes);
    }
    if (body instanceof String text) {
      return new TypedData.Text(text);
    }
    throw new IllegalArgumentException("the local host sends no body of " + body.getClass());
  }

  @Override
  public HttpStatusType getStatus() {
    return status;
  }

  @Override
  public @Nullable String getHeader(String key) {
    return headers.get(key);
  }

  @Override
  public @Nullable Object getBody() {
    return body;
  }

  @Override
  public Builder status(HttpStatusType newStatus) {
    status = newStatus;
    return this;
  }

  @Override
  public Builder header(String key, String value) {
    headers.put(key, value);
    return this;
  }

  @Override
  public Builder body(Object newBody) {
    body = newBody;
    return this;
  }

  @Override
  public HttpResponseMessage build() {
    return this;
  }
}
