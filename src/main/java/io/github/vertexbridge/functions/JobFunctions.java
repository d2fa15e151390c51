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
import java.util.Optional;

/** The HTTP triggers of jobs: for their callers, and what operators do about them. */
public final class JobFunctions {
  private final Gateway gateway;

  public JobFunctions(Startup startup) {
    this.gateway = new Gateway(startup);
  }

  /** Submits a job; lists jobs. */
  @FunctionName("jobs")
  public HttpResponseMessage jobs(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "bridge/jobs")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, gateway::jobs);
  }

  /** Reads a job; cancels it. */
  @FunctionName("jobsOne")
  public HttpResponseMessage jobsOne(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.DELETE},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "bridge/jobs/{id}")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, inbound -> gateway.job(inbound, id));
  }

  /** What Vertex answered to a job. */
  @FunctionName("jobsResult")
  public HttpResponseMessage jobsResult(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "bridge/jobs/{id}/result")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, inbound -> gateway.jobResult(inbound, id));
  }

  /** For operators: what is in poison. */
  @FunctionName("poison")
  public HttpResponseMessage poison(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "bridge/poison")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, gateway::poison);
  }

  /** For operators: reads an entry of poison; drops it. */
  @FunctionName("poisonOne")
  public HttpResponseMessage poisonOne(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET, HttpMethod.DELETE},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "bridge/poison/{id}")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, inbound -> gateway.poisoned(inbound, id));
  }

  /** For operators: lets a failed job or a message in poison run again. */
  @FunctionName("poisonReplay")
  public HttpResponseMessage poisonReplay(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "bridge/poison/{id}/replay")
          HttpRequestMessage<Optional<String>> request,
      @BindingName("id") String id,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, inbound -> gateway.replay(inbound, id));
  }

  /** For operators: comes back once for what was left behind. */
  @FunctionName("sweep")
  public HttpResponseMessage sweep(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.POST},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "bridge/sweep")
          HttpRequestMessage<Optional<String>> request,
      ExecutionContext context) {
    return HttpAdapter.answer(request, context, gateway::sweep);
  }
}
