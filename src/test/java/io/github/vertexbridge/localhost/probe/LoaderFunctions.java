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
import com.microsoft.azure.functions.annotation.QueueTrigger;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Functions about classes and instances. */
public class LoaderFunctions {
  private static final AtomicInteger SHARED = new AtomicInteger();

  private final String madeBy;

  /** What a worker without injector uses. */
  public LoaderFunctions() {
    this("worker");
  }

  LoaderFunctions(String madeBy) {
    this.madeBy = madeBy;
  }

  /** What the app sees of the world, as JSON. */
  public HttpResponseMessage loader(
      @HttpTrigger(
              name = "request",
              methods = {HttpMethod.GET},
              authLevel = AuthorizationLevel.ANONYMOUS,
              route = "loader")
          HttpRequestMessage<Optional<String>> request) {
    ClassLoader own = getClass().getClassLoader();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("undertow", found("io.undertow.Undertow", own));
    seen.put("storage", found("com.azure.storage.queue.QueueClient", own));
    seen.put("host", found("io.github.vertexbridge.localhost.LocalHost", own));
    seen.put("sandbox", found("io.github.vertexbridge.sandbox.Sandbox", own));
    seen.put("gson", Gson.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    seen.put("contextIsApps", Thread.currentThread().getContextClassLoader() == own);
    seen.put("parentIsSystem", own.getParent() == ClassLoader.getSystemClassLoader());
    seen.put(
        "newThreadsContextIsApps",
        CompletableFuture.supplyAsync(
                () -> Thread.currentThread().getContextClassLoader() == own, thread)
            .join());
    seen.put("instance", madeBy);
    seen.put("calls", SHARED.incrementAndGet());
    thread.shutdown();
    return request
        .createResponseBuilder(HttpStatus.OK)
        .header("Content-Type", "application/json")
        .body(new Gson().toJson(seen))
        .build();
  }

  private static boolean found(String name, ClassLoader loader) {
    try {
      Class.forName(name, false, loader);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /** Logs its message and how often it came; fails if the message asks for it. */
  public void queue(
      @QueueTrigger(
              name = "message",
              queueName = "probe-requests",
              connection = "AzureWebJobsStorage")
          String message,
      @BindingName("DequeueCount") String dequeueCount,
      ExecutionContext context) {
    context.getLogger().info("probe queue " + dequeueCount + " " + message);
    if (message.contains("fail")) {
      throw new IllegalStateException("probe failure");
    }
  }
}
