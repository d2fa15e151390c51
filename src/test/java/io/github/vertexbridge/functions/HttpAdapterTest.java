package io.github.vertexbridge.functions;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.HttpStatusType;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Inbound;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class HttpAdapterTest {

  @Test
  void answer_whenCalled_thenPathAndQueryAreRawAndHeadersLowerCase() {
    Inbound[] seen = new Inbound[1];
    HttpAdapter.answer(
        new Request<>("http://h/v1/a%2Fb?x=%20&empty=", Map.of("X-Mixed", "1"), "{\"ä\":1}"),
        new Context(),
        inbound -> {
          seen[0] = inbound;
          return new Answer(204, Headers.NONE, new byte[0]);
        });

    assertThat(seen[0].path()).isEqualTo("/v1/a%2Fb");
    assertThat(seen[0].query()).isEqualTo("x=%20&empty=");
    assertThat(seen[0].headers().get("x-mixed")).contains("1");
    assertThat(new String(seen[0].body(), StandardCharsets.UTF_8)).isEqualTo("{\"ä\":1}");
    assertThat(seen[0].invocationId()).isEqualTo("invocation-1");
  }

  @Test
  void answer_whenVertexAnswered_thenStatusHeadersAndBytesGoOutAsTheyAre() {
    byte[] bytes = {0, (byte) 0xFF, 13, 10};
    HttpResponseMessage response =
        HttpAdapter.answer(
            new Request<>("http://h/", Map.of(), ""),
            new Context(),
            inbound -> new Answer(299, Headers.NONE.with("x-a", "b"), bytes));

    assertThat(response.getStatusCode()).isEqualTo(299);
    assertThat(response.getHeader("x-a")).isEqualTo("b");
    assertThat(response.getBody()).isEqualTo(bytes);
  }

  @Test
  void answerBytes_whenCalled_thenTheBytesAreTheBody() {
    byte[] bytes = {0, (byte) 0xFF, (byte) 0x80, 13, 10};
    HttpResponseMessage response =
        HttpAdapter.answerBytes(
            new Request<>("http://h/", Map.of(), bytes),
            new Context(),
            inbound -> new Answer(200, Headers.NONE, inbound.body()));

    assertThat(response.getBody()).isEqualTo(bytes);
  }

  @Test
  void answer_whenTheUrlIsNoUri_thenATyped400() {
    HttpResponseMessage response =
        HttpAdapter.answer(
            new Request<>("http://h/{", Map.of(), ""),
            new Context(),
            inbound -> {
              throw new AssertionError("must not be called");
            });

    assertThat(response.getStatusCode()).isEqualTo(400);
    assertThat(new String((byte[]) response.getBody(), StandardCharsets.UTF_8))
        .contains("PATH_MALFORMED");
  }

  private record Request<T>(String url, Map<String, String> headers, T content)
      implements HttpRequestMessage<Optional<T>> {
    @Override
    public URI getUri() {
      return URI.create(url);
    }

    @Override
    public HttpMethod getHttpMethod() {
      return HttpMethod.POST;
    }

    @Override
    public Map<String, String> getHeaders() {
      return headers;
    }

    @Override
    public Map<String, String> getQueryParameters() {
      return Map.of();
    }

    @Override
    public Optional<T> getBody() {
      return Optional.of(content).filter(t -> !t.equals(""));
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatus status) {
      return createResponseBuilder((HttpStatusType) status);
    }

    @Override
    public HttpResponseMessage.Builder createResponseBuilder(HttpStatusType status) {
      return new Response(status, new HashMap<>(), "");
    }
  }

  private record Response(HttpStatusType status, Map<String, String> headers, Object body)
      implements HttpResponseMessage, HttpResponseMessage.Builder {
    @Override
    public HttpStatusType getStatus() {
      return status;
    }

    @Override
    public String getHeader(String key) {
      return headers.getOrDefault(key, "");
    }

    @Override
    public Object getBody() {
      return body;
    }

    @Override
    public Builder status(HttpStatusType newStatus) {
      return new Response(newStatus, headers, body);
    }

    @Override
    public Builder header(String key, String value) {
      headers.put(key, value);
      return this;
    }

    @Override
    public Builder body(Object newBody) {
      return new Response(status, headers, newBody);
    }

    @Override
    public HttpResponseMessage build() {
      return this;
    }
  }

  private record Context() implements ExecutionContext {
    @Override
    public Logger getLogger() {
      return Logger.getLogger("test");
    }

    @Override
    public String getInvocationId() {
      return "invocation-1";
    }

    @Override
    public String getFunctionName() {
      return "function";
    }
  }
}
