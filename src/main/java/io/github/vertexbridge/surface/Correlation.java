package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Headers;

/** The id that a call gets: the caller's if it brought a well-formed one, else a new one. */
public final class Correlation {
  static final String HEADER = "x-bridge-correlation-id";
  static final String REQUEST_ID = "x-request-id";

  private Correlation() {}

  public static CorrelationId of(Headers headers) {
    return headers
        .get(HEADER)
        .flatMap(CorrelationId::parse)
        .or(() -> headers.get(REQUEST_ID).flatMap(CorrelationId::parse))
        .orElseGet(CorrelationId::fresh);
  }
}
