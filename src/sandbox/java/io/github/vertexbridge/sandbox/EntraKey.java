package io.github.vertexbridge.sandbox;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The RSA key that Entra signs with, kept in a directory across restarts. Its kid is the thumbprint
 * of a self-signed certificate, and the key set shows x5t and x5c, as Entra's does.
 */
final class EntraKey {
  private static final String FILE = "entra-signing-key.json";

  private final RSAKey key;

  private EntraKey(RSAKey key) {
    this.key = key;
  }

  /** Reads the key from the directory, or makes one there. */
  static EntraKey open(KeyDirectory directory, InstantSource clock, SecureRandom random)
      throws IOException, GeneralSecurityException {
    try {
      Optional<String> known = directory.read(FILE);
      if (known.isPresent()) {
        return new EntraKey(RSAKey.parse(known.get()));
      }
      EntraKey made = generate(clock, random);
      directory.write(FILE, made.key.toJSONString());
      return made;
    } catch (ParseException e) {
      throw new IOException(directory.path(FILE) + " is no RSA key", e);
    }
  }

  static EntraKey generate(InstantSource clock, SecureRandom random)
      throws GeneralSecurityException {
    try {
      RSAKey bare = new RSAKeyGenerator(2048).secureRandom(random).generate();
      byte[] certificate = selfSigned(bare, clock.instant(), random).getEncoded();
      // x5t is SHA-1 by definition (RFC 7517 section 4.8).
      Base64URL thumbprint =
          Base64URL.encode(MessageDigest.getInstance("SHA-1").digest(certificate));
      return new EntraKey(
          new RSAKey.Builder(bare)
              .keyID(thumbprint.toString())
              .x509CertChain(List.of(Base64.encode(certificate)))
              .build());
    } catch (JOSEException e) {
      throw new GeneralSecurityException(e);
    }
  }

  private static X509Certificate selfSigned(RSAKey key, Instant now, SecureRandom random)
      throws GeneralSecurityException, JOSEException {
    X500Name name = new X500Name("CN=accounts.accesscontrol.windows.net");
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              new JcaX509v3CertificateBuilder(
                      name,
                      new BigInteger(120, random).add(BigInteger.ONE),
                      Date.from(now.minus(Duration.ofDays(1))),
                      Date.from(now.plus(Duration.ofDays(5 * 365))),
                      name,
                      key.toRSAPublicKey())
                  .build(new JcaContentSignerBuilder("SHA256withRSA").build(key.toPrivateKey())));
    } catch (OperatorCreationException e) {
      throw new GeneralSecurityException(e);
    }
  }

  String keyId() {
    return key.getKeyID();
  }

  RSAKey rsa() {
    return key;
  }

  /** As in Entra's key set: no alg, with x5t and x5c. */
  Map<String, Object> published() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("kty", "RSA");
    json.put("use", "sig");
    json.put("kid", key.getKeyID());
    json.put("x5t", key.getKeyID());
    json.put("n", key.getModulus().toString());
    json.put("e", key.getPublicExponent().toString());
    json.put("x5c", key.getX509CertChain().stream().map(Base64::toString).toList());
    return json;
  }
}
