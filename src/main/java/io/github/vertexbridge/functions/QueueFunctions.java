package io.github.vertexbridge.functions;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.annotation.FunctionName;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import io.github.vertexbridge.bridge.Gateway;
import io.github.vertexbridge.bridge.Startup;

/**
 * The queue triggers. Only the message string is bound: a JSON message can overwrite what the host
 * says about it (its id, its dequeue count).
 */
public final class QueueFunctions {
  private final Gateway gateway;

  public QueueFunctions(Startup startup) {
    this.gateway = new Gateway(startup);
  }

  /** Work from the queue {@code vertex-requests}. */
  @FunctionName("queueRequests")
  public void queueRequests(
      @QueueTrigger(
              name = "message",
              queueName = "vertex-requests",
              connection = "AzureWebJobsStorage")
          String message,
      ExecutionContext context) {
    gateway.queued(message, context.getInvocationId());
  }

  /** Reminders to look at Vertex jobs, from the queue {@code vertex-watch}. */
  @FunctionName("queueWatch")
  public void queueWatch(
      @QueueTrigger(
              name = "message",
              queueName = "vertex-watch",
              connection = "AzureWebJobsStorage")
          String message,
      ExecutionContext context) {
    gateway.watched(message);
  }
}
