package io.github.vertexbridge.telemetry;

import io.github.vertexbridge.call.CorrelationId;
import io.opentelemetry.api.trace.Span;
import java.util.Optional;
import org.slf4j.MDC;

/**
 * While it is open, all that this thread logs and reports carries the call's correlation id: log
 * lines by the logging context, and what the Application Insights agent makes (the request, each
 * hop, the lines that it passes on) by an attribute of the request's span, which the setting {@code
 * preview.inheritedAttributes} of the agent hands down.
 *
 * <p>Without the agent there is no span, and nothing is done about one.
 */
public final class CallScope implements AutoCloseable {
  /** Key of the logging context. */
  public static final String LOG_KEY = "correlationId";

  /** Custom dimension of whatever belongs to the call. */
  static final String DIMENSION = "bridge.correlation_id";

  private final Optional<String> outer;

  private CallScope(Optional<String> outer) {
    this.outer = outer;
  }

  /** Opens the scope of a call; closed by the same thread. */
  public static CallScope of(CorrelationId id) {
    CallScope scope = new CallScope(Optional.ofNullable(MDC.get(LOG_KEY)));
    MDC.put(LOG_KEY, id.value());
    var unused = Span.current().setAttribute(DIMENSION, id.value());
    return scope;
  }

  /** Afterwards what was there before it is there again. */
  @Override
  public void close() {
    outer.ifPresentOrElse(id -> MDC.put(LOG_KEY, id), () -> MDC.remove(LOG_KEY));
  }
}
