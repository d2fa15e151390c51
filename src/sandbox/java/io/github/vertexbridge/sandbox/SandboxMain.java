package io.github.vertexbridge.sandbox;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/**
 * Starts a sandbox and prints the app settings as KEY=VALUE lines, then the admin route, the CA and
 * the trust store as comments. Runs until it is interrupted.
 */
public final class SandboxMain {
  private SandboxMain() {}

  /**
   * Starts and waits.
   *
   * @param arguments the directory for keys; {@code target/sandbox} if there is none
   */
  public static void main(String[] arguments) throws InterruptedException {
    Path directory = Path.of(arguments.length > 0 ? arguments[0] : "target/sandbox");
    try (Sandbox sandbox = Sandbox.start(directory, World.standard())) {
      sandbox.appSettings().forEach((name, value) -> System.out.println(name + "=" + value));
      System.out.println("# admin " + sandbox.admin());
      System.out.println("# ca " + sandbox.caPem());
      System.out.println("# truststore " + sandbox.trustStore());
      new CountDownLatch(1).await();
    }
  }
}
