package io.github.vertexbridge.telemetry;

import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.HopSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One log line a hop, by the logger {@code bridge.hop}. */
public final class HopLog implements HopSink {
  private static final Logger HOPS = LoggerFactory.getLogger("bridge.hop");

  @Override
  public void tried(HopRecord hop) {
    if (hop.ok()) {
      HOPS.info("{} ok in {} ms {}", hop.hop().label(), hop.duration().toMillis(), hop.claims());
    } else {
      HOPS.warn(
          "{} failed after {} ms{} {}",
          hop.hop().label(),
          hop.duration().toMillis(),
          hop.status().isPresent() ? ", status " + hop.status().getAsInt() : "",
          hop.claims());
    }
  }
}
