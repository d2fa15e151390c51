package io.github.vertexbridge.telemetry;

import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.CallSink;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.HopSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One log line a call, allowed or denied, by the logger {@code bridge.call}; one a failed hop. */
public final class CallLog implements CallSink, HopSink {
  private static final Logger CALLS = LoggerFactory.getLogger("bridge.call");
  private static final Logger HOPS = LoggerFactory.getLogger("bridge.hop");

  @Override
  public void ended(CallReport report) {
    CALLS.info("{}", CallJson.of(report));
  }

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
