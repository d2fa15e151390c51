package io.github.vertexbridge.sandbox;

import java.nio.file.Path;

/**
 * A server certificate for localhost and 127.0.0.1, as PEM files.
 *
 * @param certificate the certificate and, after it, the CA's
 * @param key its PKCS #8 private key, readable by the owner only
 */
public record ServerCertificate(Path certificate, Path key) {}
