package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.EndpointOverride;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.target.VertexHosts;
import java.time.InstantSource;

/**
 * A process of its own that makes one call over REST, with a client for jobs that nobody asks for
 * anything: see {@link ClassLoadingTest}.
 */
final class RestOnly {
  private RestOnly() {}

  public static void main(String[] args) {
    TestCa ca = new TestCa();
    try (FakeVertex vertex = new FakeVertex(ca);
        VertexClient client = Calls.client(new FakeTokens(), ca);
        JobClient jobs =
            new JobClient(
                new ProjectId("my-project"),
                new VertexHosts(EndpointOverride.NONE),
                new FakeTokens(),
                InstantSource.system(),
                "1.2.3",
                VertexOptions.DEFAULT)) {
      if (client.call(Calls.to(vertex.origin())).answer().status() != 200) {
        throw new IllegalStateException("no answer");
      }
    }
  }
}
