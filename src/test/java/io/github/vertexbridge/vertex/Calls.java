package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Calls for tests. */
final class Calls {
  static final CorrelationId ID = new CorrelationId("0123456789abcdef0123456789abcdef");
  static final Duration AMPLE = Duration.ofSeconds(60);

  /** For calls that must end by their deadline. */
  static final Duration SHORT = Duration.ofMillis(200);

  private Calls() {}

  static Target generate() {
    return target(
        ResourceName.publisherModel("google", "gemini-2.5-flash"),
        "generateContent",
        Transport.REST);
  }

  static Target predict(Transport transport) {
    return target(ResourceName.endpoint("1234567890"), "predict", transport);
  }

  static Target target(ResourceName resource, String action, Transport transport) {
    return new Target(
        ApiVersion.V1,
        new ProjectId("my-project"),
        new Location("europe-west4"),
        resource,
        new ActionName(action),
        resource,
        transport);
  }

  static VertexCall to(URI origin) {
    return to(origin, generate(), Headers.NONE, bytes("{}"), AMPLE);
  }

  static VertexCall to(URI origin, Headers headers, byte[] body) {
    return to(origin, generate(), headers, body, AMPLE);
  }

  static VertexCall to(URI origin, Duration deadline) {
    return to(origin, generate(), Headers.NONE, bytes("{}"), deadline);
  }

  static VertexCall to(URI origin, Target target, Headers headers, byte[] body, Duration deadline) {
    return new VertexCall(
        target,
        origin,
        "",
        headers,
        body,
        Optional.empty(),
        ID,
        Deadline.after(deadline, InstantSource.system()));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static VertexClient client(FakeTokens tokens, TestCa ca) {
    return client(tokens, ca, VertexOptions.DEFAULT);
  }

  static VertexClient client(FakeTokens tokens, TestCa ca, VertexOptions options) {
    return new VertexClient(
        tokens, InstantSource.system(), "1.2.3", options, Optional.of(ca.trust()));
  }
}
