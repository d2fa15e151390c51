package io.github.vertexbridge.sandbox;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One sandbox for the tests of a class, as at the start before each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RunningSandbox {
  Sandbox sandbox;
  SandboxClient client;

  @BeforeAll
  void startSandbox(@TempDir Path directory) throws Exception {
    sandbox = Sandbox.start(directory, World.standard());
    client = new SandboxClient(sandbox);
  }

  @AfterAll
  void stopSandbox() {
    sandbox.close();
  }

  @BeforeEach
  void resetSandbox() {
    sandbox.reset();
  }
}
