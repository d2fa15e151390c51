package io.github.vertexbridge.sandbox;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The CA that every TLS port's certificate comes from. It is kept in a directory, so that a trust
 * store made once stays good across restarts, and replaced a month before it ends.
 */
final class CertificateAuthority {
  static final String TRUST_STORE_PASSWORD = "changeit";
  private static final X500Name NAME = new X500Name("CN=Vertex Bridge sandbox CA");
  private static final Duration LIFETIME = Duration.ofDays(365);
  private static final Duration RENEWAL = Duration.ofDays(30);

  private final KeyDirectory directory;
  private final InstantSource clock;
  private final SecureRandom random;
  private final X509Certificate certificate;
  private final PrivateKey key;

  /** A certificate with its key and the CA's certificate after it. */
  record Issued(PrivateKey key, List<X509Certificate> chain) {}

  private CertificateAuthority(
      KeyDirectory directory,
      InstantSource clock,
      SecureRandom random,
      X509Certificate certificate,
      PrivateKey key) {
    this.directory = directory;
    this.clock = clock;
    this.random = random;
    this.certificate = certificate;
    this.key = key;
  }

  /** Reads the CA from the directory, or makes one there. */
  static CertificateAuthority open(KeyDirectory directory, InstantSource clock, SecureRandom random)
      throws IOException, GeneralSecurityException {
    Optional<String> pem = directory.read("ca.pem");
    Optional<String> keyPem = directory.read("ca.key");
    if (pem.isPresent() && keyPem.isPresent()) {
      X509Certificate known = Pem.certificate(pem.get());
      if (known.getNotAfter().toInstant().isAfter(clock.instant().plus(RENEWAL))) {
        return new CertificateAuthority(directory, clock, random, known, Pem.key(keyPem.get()));
      }
    }
    KeyPair pair = keyPair(random);
    JcaX509v3CertificateBuilder builder = builder(NAME, NAME, pair, clock, random);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createSubjectKeyIdentifier(pair.getPublic()));
    X509Certificate made = sign(builder, pair.getPrivate());
    directory.write("ca.key", Pem.key(pair.getPrivate()));
    directory.write("ca.pem", Pem.certificates(List.of(made)));
    directory.write("truststore.p12", trustStore(made));
    return new CertificateAuthority(directory, clock, random, made, pair.getPrivate());
  }

  Path pem() {
    return directory.path("ca.pem");
  }

  Path trustStore() {
    return directory.path("truststore.p12");
  }

  /** A server certificate for localhost and 127.0.0.1. */
  Issued issue(String commonName) throws IOException, GeneralSecurityException {
    KeyPair pair = keyPair(random);
    JcaX509v3CertificateBuilder builder =
        builder(NAME, new X500Name("CN=" + commonName), pair, clock, random);
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(
            new GeneralName[] {
              new GeneralName(GeneralName.dNSName, "localhost"),
              new GeneralName(GeneralName.iPAddress, "127.0.0.1")
            }));
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
    return new Issued(pair.getPrivate(), List.of(sign(builder, key), certificate));
  }

  /** A server certificate as files {@code NAME.pem} and {@code NAME.key}. */
  ServerCertificate issueFiles(String name) throws IOException, GeneralSecurityException {
    if (!name.matches("[a-z][a-z0-9-]{0,40}") || name.equals("ca")) {
      throw new IllegalArgumentException("not a name for a server certificate: " + name);
    }
    Issued issued = issue(name);
    return new ServerCertificate(
        directory.write(name + ".pem", Pem.certificates(issued.chain())),
        directory.write(name + ".key", Pem.key(issued.key())));
  }

  static SSLContext serverContext(Issued issued) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    char[] password = TRUST_STORE_PASSWORD.toCharArray();
    store.setKeyEntry(
        "server", issued.key(), password, issued.chain().toArray(X509Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, password);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static byte[] trustStore(X509Certificate ca)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("vertex-bridge-sandbox", ca);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    store.store(bytes, TRUST_STORE_PASSWORD.toCharArray());
    return bytes.toByteArray();
  }

  private static KeyPair keyPair(SecureRandom random) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"), random);
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, KeyPair pair, InstantSource clock, SecureRandom random) {
    Instant now = clock.instant();
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(120, random).add(BigInteger.ONE),
        // An hour back: clients' clocks may differ.
        Date.from(now.minus(Duration.ofHours(1))),
        Date.from(now.plus(LIFETIME)),
        subject,
        pair.getPublic());
  }

  private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }
}
