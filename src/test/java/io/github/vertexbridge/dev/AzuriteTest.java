package io.github.vertexbridge.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vertexbridge.localhost.KilledParent;
import io.github.vertexbridge.sandbox.Sandbox;
import io.github.vertexbridge.sandbox.World;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AzuriteTest {
  private static final Path NODE = Path.of("src/sandbox/node");

  @Test
  void find_whenNodeIsNotOnThePath_thenNothing(@TempDir Path empty) {
    assertThat(NodeTools.find(Map.of("PATH", empty.toString()), NODE)).isEmpty();
  }

  @Test
  void parent_whenItIsKilled_thenAzuriteEnds(@TempDir Path directory) throws Exception {
    assumeTrue(
        NodeTools.find(System.getenv(), NODE).isPresent(),
        "SKIPPED storage test: " + NodeTools.MISSING);
    ProcessHandle child = KilledParent.childOf(Parent.class, directory);
    child.onExit().get(30, TimeUnit.SECONDS);
    assertThat(child.isAlive()).isFalse();
  }

  /** A launcher that is killed. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) throws Exception {
      Optional<NodeTools> node = NodeTools.find(System.getenv(), NODE);
      try (Sandbox sandbox = Sandbox.start(Path.of(args[0]), World.standard());
          Azurite azurite =
              new Azurite(
                  node.orElseThrow().node(),
                  node.orElseThrow().packages(step -> {}),
                  NODE.resolve("exit-with-parent.cjs"),
                  sandbox.issueServerCertificate("azurite"),
                  line -> {})) {
        System.out.println("child " + azurite.handle().pid());
        azurite.handle().onExit().get();
      }
    }
  }
}
