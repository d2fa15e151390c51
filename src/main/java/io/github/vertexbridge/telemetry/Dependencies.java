package io.github.vertexbridge.telemetry;

import com.microsoft.applicationinsights.telemetry.Duration;
import com.microsoft.applicationinsights.telemetry.RemoteDependencyTelemetry;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.HopRecord;
import java.util.Date;
import java.util.Optional;

/**
 * Hops as dependencies, for agents that do not see them themselves. The usual agent does: with it
 * each hop would be there twice.
 */
final class Dependencies {
  private Dependencies() {}

  static RemoteDependencyTelemetry of(HopRecord hop, Optional<CorrelationId> id) {
    RemoteDependencyTelemetry telemetry = new RemoteDependencyTelemetry();
    telemetry.setName(hop.hop().label());
    telemetry.setType("HTTP");
    telemetry.setTarget(hop.claims().getOrDefault("host", hop.hop().label()));
    telemetry.setTimestamp(Date.from(hop.start()));
    telemetry.setDuration(new Duration(hop.duration().toMillis()));
    telemetry.setSuccess(hop.ok());
    hop.status().ifPresent(status -> telemetry.setResultCode(String.valueOf(status)));
    telemetry.getProperties().put("bridge.hop", hop.hop().label());
    id.ifPresent(of -> telemetry.getProperties().put(CallScope.DIMENSION, of.value()));
    return telemetry;
  }
}
