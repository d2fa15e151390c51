package io.github.vertexbridge.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** What a test of another package needs to call a sandbox's Vertex. */
public final class SandboxAccess {
  private SandboxAccess() {}

  /** A new access token of the sandbox's service account. */
  public static String accessToken(Sandbox sandbox) {
    try {
      return new SandboxClient(sandbox).accessToken();
    } catch (Exception e) {
      throw new IllegalStateException("the sandbox gives no token", e);
    }
  }

  /** Trust in the sandbox's CA and nobody else. */
  public static X509TrustManager trust(Sandbox sandbox)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(sandbox.trustStore())) {
      store.load(file, sandbox.trustStorePassword().toCharArray());
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    return Arrays.stream(trust.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }
}
