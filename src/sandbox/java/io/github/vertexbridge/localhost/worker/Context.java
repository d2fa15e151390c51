package io.github.vertexbridge.localhost.worker;

import com.microsoft.azure.functions.ExecutionContext;
import com.microsoft.azure.functions.TraceContext;
import java.io.PrintStream;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * The context that a function sees. Its logger writes unformatted messages, as the real one does.
 */
final class Context implements ExecutionContext {
  private final InvocationRequest request;
  private final Logger logger;

  Context(InvocationRequest request, PrintStream log) {
    this.request = request;
    this.logger = Logger.getAnonymousLogger();
    logger.setUseParentHandlers(false);
    logger.addHandler(new Printer(log));
  }

  @Override
  public Logger getLogger() {
    return logger;
  }

  @Override
  public String getInvocationId() {
    return request.invocationId();
  }

  @Override
  public String getFunctionName() {
    return request.function();
  }

  @Override
  public TraceContext getTraceContext() {
    return new Trace(request.traceparent(), request.tracestate());
  }

  private record Trace(String traceparent, String tracestate) implements TraceContext {
    @Override
    public String getTraceparent() {
      return traceparent;
    }

    @Override
    public String getTracestate() {
      return tracestate;
    }

    @Override
    public Map<String, String> getAttributes() {
      return Map.of();
    }
  }

  private static final class Printer extends Handler {
    private final PrintStream log;

    Printer(PrintStream log) {
      this.log = log;
    }

    @Override
    public void publish(LogRecord line) {
      log.println("[" + line.getLevel() + "] " + line.getMessage());
      if (line.getThrown() != null) {
        line.getThrown().printStackTrace(log);
      }
    }

    @Override
    public void flush() {
      log.flush();
    }

    @Override
    public void close() {}
  }
}
