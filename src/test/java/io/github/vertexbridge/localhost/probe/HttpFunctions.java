package io.github.vertexbridge.localhost.probe;

import com.google.gson.Gson;
import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.HttpStatus;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Functions that answer with what they were given. */
public class HttpFunctions {
  /** Everything of the request as JSON. */
  public HttpResponseMessage echo(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "echo/{name}/{*rest}")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("name") String name,
      ExecutionContext context) {
    context.getLogger().info("echo {0}");
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("method", request.getHttpMethod());
    seen.put("url", url(request));
    seen.put("query", new TreeMap<>(request.getQueryParameters()));
    seen.put("headers", new TreeMap<>(request.getHeaders()));
    seen.put("name", name);
    seen.put("body", request.getBody().orElse("(none)"));
    seen.put("function", context.getFunctionName());
    seen.put("traceparent", context.getTraceContext().getTraceparent());
    return request
        .createResponseBuilder(HttpStatus.OK)
        .header("Content-Type", "application/json")
        .header("x-probe", "first")
        .header("x-probe", "last")
        .body(new Gson().toJson(seen))
        .build();
  }

  private static String url(HttpRequestMessage<?> request) {
    try {
      return request.getUri().toString();
    } catch (IllegalArgumentException e) {
      return "refused";
    }
  }

  /** Its body, bound to bytes. */
  public HttpResponseMessage bytes(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "bytes")
          HttpRequestMessage<Optional<byte[]>> request) {
    return request
        .createResponseBuilder(HttpStatus.OK)
        .header("Content-Type", "application/json")
        .body(request.getBody().orElse(new byte[0]))
        .build();
  }

  /** Its body, bound to a string. */
  public HttpResponseMessage text(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "text")
          HttpRequestMessage<Optional<String>> request) {
    return request
        .createResponseBuilder(HttpStatus.CREATED)
        .body(request.getBody().orElse("(none)"))
        .build();
  }

  /** Its body, bound to a string that is not optional. */
  public HttpResponseMessage must(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "must")
          HttpRequestMessage<String> request) {
    return request.createResponseBuilder(HttpStatus.OK).body("" + request.getBody()).build();
  }

  /** Fails in the way it is asked to. */
  public @Nullable HttpResponseMessage fail(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "fail/{how}")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("how") String how)
      throws Exception {
    HttpResponseMessage.Builder answer = request.createResponseBuilder(HttpStatus.OK);
    return switch (how) {
      case "exception" -> throw new Exception("probe failure");
      case "error" -> throw new StackOverflowError("probe error");
      case "header" -> answer.header("x-null", null).build();
      case "empty" -> answer.build();
      case "nothing" -> null;
      case "hang" -> {
        new CountDownLatch(1).await();
        yield null;
      }
      default -> answer.body(how).build();
    };
  }

  /** A name that is not in the route. */
  public HttpResponseMessage unbound(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "unbound")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("name") String name) {
    return request.createResponseBuilder(HttpStatus.OK).body("name " + name).build();
  }

  /** Route that the next one in the alphabet would match better. */
  public HttpResponseMessage first(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "order/{*any}")
          HttpRequestMessage<Optional<String>> request) {
    return request.createResponseBuilder(HttpStatus.OK).body("first").build();
  }

  /** Never reached by GET. */
  public HttpResponseMessage second(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "order/exact")
          HttpRequestMessage<Optional<String>> request) {
    return request.createResponseBuilder(HttpStatus.OK).body("second").build();
  }
}
