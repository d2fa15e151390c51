package io.github.vertexbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept in the directory, how, and for how long. */
class KeysTest {
  private Path directory;

  @BeforeEach
  void directory(@TempDir Path fresh) {
    directory = fresh;
  }

  @Test
  void start_whenAgain_thenSameAuthorityAndSameSigningKey() throws Exception {
    String ca;
    String kid;
    try (Sandbox first = Sandbox.start(directory.resolve("keys"), World.standard())) {
      ca = Files.readString(first.caPem());
      kid = kid(first);
    }
    try (Sandbox second = Sandbox.start(directory.resolve("keys"), World.standard())) {
      assertThat(Files.readString(second.caPem())).isEqualTo(ca);
      assertThat(kid(second)).isEqualTo(kid);
      // A client that trusts the first start's CA reaches the second.
      assertThat(new SandboxClient(second).exchange("x").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void start_whenDirectoryIsMade_thenForItsOwnerOnly() throws Exception {
    Path keys = directory.resolve("new/keys");
    Files.createDirectories(keys);
    Files.setPosixFilePermissions(keys, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Sandbox sandbox = Sandbox.start(keys, World.standard())) {
      sandbox.issueServerCertificate("azurite");
    }

    assertThat(permissions(keys)).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(keys)) {
      List<Path> found = files.toList();
      assertThat(found)
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder(
              "ca.pem",
              "ca.key",
              "truststore.p12",
              "entra-signing-key.json",
              "azurite.pem",
              "azurite.key");
      assertThat(found).allSatisfy(file -> assertThat(permissions(file)).isEqualTo("rw-------"));
    }
  }

  @Test
  void issue_whenAsked_thenForLocalhostAndSignedByTheAuthority() throws Exception {
    CertificateAuthority authority = open(Instant.now());
    ServerCertificate files = authority.issueFiles("azurite");

    X509Certificate certificate = Pem.certificate(Files.readString(files.certificate()));
    X509Certificate ca = Pem.certificate(Files.readString(authority.pem()));
    certificate.verify(ca.getPublicKey());
    assertThat(certificate.getSubjectAlternativeNames())
        .extracting(name -> String.valueOf(name.get(1)))
        .containsExactlyInAnyOrder("localhost", "127.0.0.1");
    assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
    assertThat(ca.getBasicConstraints()).isZero();
    assertThatThrownBy(() -> authority.issueFiles("../x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> authority.issueFiles("ca"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void open_whenTheAuthorityEndsSoon_thenANewOneAndItsTrustStore() throws Exception {
    Instant start = Instant.parse("2026-01-01T00:00:00Z");
    X509Certificate first = inTrustStore(open(start));
    X509Certificate kept = inTrustStore(open(start.plus(Duration.ofDays(300))));
    X509Certificate renewed = inTrustStore(open(start.plus(Duration.ofDays(340))));

    assertThat(kept).isEqualTo(first);
    assertThat(renewed).isNotEqualTo(first);
  }

  private CertificateAuthority open(Instant now) throws Exception {
    return CertificateAuthority.open(
        new KeyDirectory(directory), InstantSource.fixed(now), new SecureRandom());
  }

  private static X509Certificate inTrustStore(CertificateAuthority authority) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream file = Files.newInputStream(authority.trustStore())) {
      store.load(file, "changeit".toCharArray());
    }
    return (X509Certificate) store.getCertificate("vertex-bridge-sandbox");
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private static String kid(Sandbox sandbox) throws Exception {
    return SignedJWT.parse(sandbox.callerToken(CallerTokenRequest.withRoles()))
        .getHeader()
        .getKeyID();
  }
}
