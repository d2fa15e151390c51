package io.github.vertexbridge.vertex;

/** A process of its own that makes one call over REST: see {@link ClassLoadingTest}. */
final class RestOnly {
  private RestOnly() {}

  public static void main(String[] args) {
    TestCa ca = new TestCa();
    try (FakeVertex vertex = new FakeVertex(ca);
        VertexClient client = Calls.client(new FakeTokens(), ca)) {
      if (client.call(Calls.to(vertex.origin())).answer().status() != 200) {
        throw new IllegalStateException("no answer");
      }
    }
  }
}
