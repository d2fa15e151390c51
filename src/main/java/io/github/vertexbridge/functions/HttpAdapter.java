package io.github.vertexbridge.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatusType;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.surface.Answers;
import io.github.vertexbridge.surface.Correlation;
import io.github.vertexbridge.surface.Surface;
import io.github.vertexbridge.surface.Told;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;

/** Between the platform's HTTP types and ours. Header names come and go in any case. */
final class HttpAdapter {
  private HttpAdapter() {}

  /** A request whose body the host gives as text: JSON above all. */
  static HttpResponseMessage answer(
      HttpRequestMessage<Optional<String>> request,
      ExecutionContext context,
      Function<Inbound, Answer> call) {
    return answer(Surface.NONE, request, context, call);
  }

  /**
   * @param surface whose path the function serves, for requests whose URL cannot be read
   */
  static HttpResponseMessage answer(
      Surface surface,
      HttpRequestMessage<Optional<String>> request,
      ExecutionContext context,
      Function<Inbound, Answer> call) {
    return answer(surface, request, text -> text.getBytes(StandardCharsets.UTF_8), context, call);
  }

  /** A request whose body the host gives as bytes: octet-stream and multipart. */
  static HttpResponseMessage answerBytes(
      HttpRequestMessage<Optional<byte[]>> request,
      ExecutionContext context,
      Function<Inbound, Answer> call) {
    return answer(Surface.BRIDGE, request, bytes -> bytes, context, call);
  }

  private static <T> HttpResponseMessage answer(
      Surface surface,
      HttpRequestMessage<Optional<T>> request,
      Function<T, byte[]> bytes,
      ExecutionContext context,
      Function<Inbound, Answer> call) {
    Headers headers = TraceHeaders.of(new Headers(request.getHeaders()), context);
    URI uri;
    try {
      uri = request.getUri();
    } catch (IllegalArgumentException e) { // what java.net.URI refuses, the worker throws at us
      Failure failure =
          Failure.of(
              FailureCode.PATH_MALFORMED,
              "The URL holds characters that a URI can't.",
              "Percent-encode the query as RFC 3986 says.");
      return respond(request, Answers.of(surface, failure, Told.of(Correlation.of(headers))));
    }
    Inbound inbound =
        new Inbound(
            request.getHttpMethod().name(),
            Optional.ofNullable(uri.getRawPath()).orElse("/"),
            Optional.ofNullable(uri.getRawQuery()).orElse(""),
            headers,
            request.getBody().map(bytes).orElseGet(() -> new byte[0]),
            context.getInvocationId());
    return respond(request, call.apply(inbound));
  }

  private static HttpResponseMessage respond(HttpRequestMessage<?> request, Answer answer) {
    HttpResponseMessage.Builder builder =
        request.createResponseBuilder(HttpStatusType.custom(answer.status()));
    answer.headers().fields().forEach(builder::header);
    return builder.body(answer.body()).build();
  }
}
