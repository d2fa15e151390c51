package io.github.vertexbridge.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.HttpMethod;
import com.microsoft.azure.functions.HttpRequestMessage;
import com.microsoft.azure.functions.HttpResponseMessage;
import com.microsoft.azure.functions.annotation.AuthorizationLevel;
import com.microsoft.azure.functions.annotation.BindingName;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import io.github.vertexbridge.bridge.Gateway;
import io.github.vertexbridge.bridge.Startup;
import io.github.vertexbridge.surface.Surface;
import java.util.Optional;

/**
 * The HTTP triggers. Authorization level is anonymous throughout: callers are Entra identities that
 * the bridge verifies itself; there are no function keys.
 *
 * <p>The host tries functions in alphabetical order of name and takes the first whose route and
 * method match, so {@code zzUnmatched} must stay the last name.
 */
public final class HttpFunctions {
  private final Gateway gateway;

  public HttpFunctions(Startup startup) {
    this.gateway = new Gateway(startup);
  }

  /** The Vertex REST drop-in, version v1. */
  @FunctionName("restV1")
  public HttpResponseMessage restV1(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "v1/projects/{project}/locations/{location}/{*rest}")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, gateway::vertex);
  }

  /** The Vertex REST drop-in, version v1beta1. */
  @FunctionName("restV1beta1")
  public HttpResponseMessage restV1beta1(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.POST, HttpMethod.PATCH, HttpMethod.DELETE},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "v1beta1/projects/{project}/locations/{location}/{*rest}")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, gateway::vertex);
  }

  /** Reads of publisher models, which have no project in their path, version v1. */
  @FunctionName("modelsV1")
  public HttpResponseMessage modelsV1(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "v1/publishers/{*rest}")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, gateway::vertex);
  }

  /** Reads of publisher models, which have no project in their path, version v1beta1. */
  @FunctionName("modelsV1beta1")
  public HttpResponseMessage modelsV1beta1(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "v1beta1/publishers/{*rest}")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, gateway::vertex);
  }

  /** A call by alias. */
  @FunctionName("bridgePredict")
  public HttpResponseMessage bridgePredict(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "bridge/predict/{alias}")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("alias") String alias,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, inbound -> gateway.alias(inbound, alias));
  }

  /**
   * {@code rawPredict} with a body that is no JSON. Only a body bound to bytes arrives as it was
   * sent, and only octet-stream and multipart can be bound to bytes: a JSON body ends as a 500
   * before this is called.
   */
  @FunctionName("bridgeRaw")
  public HttpResponseMessage bridgeRaw(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS,
              dataType = "binary",
              route = "bridge/raw/{version}/projects/{project}/locations/{location}/{*rest}")
          HttpRequestMessage<Optional<byte[]>> request,
      ExecutionContext context) {
    return HttpAdapter.answerBytes(request, context, gateway::raw);
  }

  /** A chat completion in OpenAI's format. */
  @FunctionName("openaiChat")
  public HttpResponseMessage openaiChat(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "openai/v1/chat/completions")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(Surface.OPENAI, request, context, gateway::chat);
  }

  /** Embeddings in OpenAI's format. */
  @FunctionName("openaiEmbeddings")
  public HttpResponseMessage openaiEmbeddings(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "openai/v1/embeddings")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(Surface.OPENAI, request, context, gateway::embeddings);
  }

  /**
   * The models that the caller may use, and each of them: one function, because ids have a slash,
   * which some clients encode and some do not.
   */
  @FunctionName("openaiModels")
  public HttpResponseMessage openaiModels(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "openai/v1/models/{*id}")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(Surface.OPENAI, request, context, gateway::models);
  }

  /** Whether the process answers at all. */
  @FunctionName("healthLive")
  public HttpResponseMessage healthLive(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.HEAD},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "bridge/health/live")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, gateway::live);
  }

  /** Whether calls can be served: the root is built and a token is there. */
  @FunctionName("healthReady")
  public HttpResponseMessage healthReady(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.HEAD},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "bridge/health/ready")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, gateway::ready);
  }

  /** Operators ask whether a caller may make a call, and why. */
  @FunctionName("policyExplain")
  public HttpResponseMessage policyExplain(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "bridge/policy/explain")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, gateway::explain);
  }

  /** What the doctor sees, for operators. */
  @FunctionName("doctor")
  public HttpResponseMessage doctor(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "bridge/doctor")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    String type = request.getClass().getName();
    return HttpAdapter.answer(request, context, inbound -> gateway.doctor(inbound, type));
  }

  /** The status page, for operators. */
  @FunctionName("status")
  public HttpResponseMessage status(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "bridge/status")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, gateway::status);
  }

  /** Everything else, answered with a reason instead of the host's empty 404. */
  @FunctionName("zzUnmatched")
  public HttpResponseMessage zzUnmatched(
      @HttpTrigger(
              name = "request",
              methods = {
                HttpMethod.GET,
                HttpMethod.HEAD,
                HttpMethod.POST,
                HttpMethod.PUT,
                HttpMethod.PATCH,
                HttpMethod.DELETE,
                HttpMethod.OPTIONS
              },
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "{*path}")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, gateway::unmatched);
  }
}
