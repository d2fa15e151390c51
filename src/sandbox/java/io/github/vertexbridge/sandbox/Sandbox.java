package io.github.vertexbridge.sandbox;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A running sandbox: the managed identity endpoint and the admin route in clear on 127.0.0.1;
 * Entra, STS, IAM Credentials and Vertex (a port per location and transport) over TLS. Everything
 * ends with {@link #close}; all threads are daemons.
 */
public final class Sandbox implements AutoCloseable {
  private final SandboxParts parts;
  private final WorldState initial;

  /**
   * Starts everything.
   *
   * @param directory where the CA and Entra's key are kept across restarts; made if it is not there
   * @throws UncheckedIOException if the directory cannot be written or a port not be opened
   */
  public static Sandbox start(Path directory, World world) {
    return start(directory, world, SandboxOptions.standard());
  }

  /** {@link #start(Path, World)} with a clock and ports of the caller's choice. */
  public static Sandbox start(Path directory, World world, SandboxOptions options) {
    try {
      Sandbox sandbox = new Sandbox(directory, world, options);
      sandbox.parts.components.startAll();
      return sandbox;
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox cannot start", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the sandbox cannot make its keys", e);
    }
  }

  private Sandbox(Path directory, World world, SandboxOptions options)
      throws IOException, GeneralSecurityException {
    initial = world.state();
    parts = new SandboxParts(directory, world, options, new AdminEndpoint(this));
  }

  /**
   * Environment for the app: what App Service would set (IDENTITY_ENDPOINT, IDENTITY_HEADER), the
   * identity, the callers' side, the provider and the endpoints of this sandbox, in the world as it
   * is now.
   */
  public Map<String, String> appSettings() {
    return AppSettings.of(parts.world.state(), parts.identityHeader, this::address);
  }

  /**
   * Origin of one port: {@code admin}, {@code managed-identity}, {@code entra}, {@code sts}, {@code
   * iam}, {@code vertex:LOCATION}, {@code vertex:LOCATION:ENDPOINT} for a dedicated endpoint,
   * {@code vertex-grpc:LOCATION}.
   */
  public String address(String component) {
    return parts.components.address(component);
  }

  /** The CA's certificate, PEM. */
  public Path caPem() {
    return parts.authority.pem();
  }

  /** A PKCS #12 trust store that holds the CA, for {@code -Djavax.net.ssl.trustStore}. */
  public Path trustStore() {
    return parts.authority.trustStore();
  }

  public String trustStorePassword() {
    return CertificateAuthority.TRUST_STORE_PASSWORD;
  }

  /**
   * A certificate of the sandbox's CA for another server on this machine.
   *
   * @param name of the files: lower-case letters, digits and dashes
   */
  public ServerCertificate issueServerCertificate(String name) {
    try {
      return parts.authority.issueFiles(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot issue a certificate", e);
    }
  }

  /** Origin of the admin route. */
  public URI admin() {
    return URI.create(address("admin"));
  }

  /** The live world: changes take effect at the next request. */
  public World world() {
    return parts.world;
  }

  public Counters counters() {
    return parts.counters;
  }

  /** What runs out at Vertex. */
  public Limits limits() {
    return parts.limits;
  }

  public Faults faults() {
    return parts.faults;
  }

  /**
   * Sets the clock of jobs and operations forward; tokens do not age.
   *
   * @return what it then says
   */
  public Instant advanceJobs(Duration by) {
    return parts.jobClock.advance(by);
  }

  /**
   * Lets jobs of this display name end as failed, those that run already included.
   *
   * @param code of google.rpc.Code
   */
  public void failJobs(String displayName, int code, String message) {
    parts.outcomes.fail(displayName, code, message);
  }

  /**
   * Puts an object into the stand-in for Cloud Storage.
   *
   * @param uri {@code gs://BUCKET/NAME}, of a bucket of the world
   */
  public void putObject(String uri, byte[] content) {
    parts.buckets.put(GcsUri.parse(uri), content);
  }

  /** An object, once the jobs that are due have written theirs. */
  public Optional<byte[]> object(String uri) {
    parts.stored.settle();
    return parts.buckets.get(GcsUri.parse(uri));
  }

  /** Names of a bucket's objects, once the jobs that are due have written theirs. */
  public List<String> objects(String bucket) {
    parts.stored.settle();
    return parts.buckets.list(bucket);
  }

  /** The last thousand calls that reached Vertex, oldest first. */
  public List<CallRecord> calls() {
    return parts.log.calls();
  }

  /**
   * What Google's side wrote into its own log: entries as Cloud Logging gives them, oldest first.
   */
  public List<JsonObject> googleLog(LogFilter filter) {
    return parts.googleLog.read(filter);
  }

  /** A caller's token, good or bad as asked. */
  public String callerToken(CallerTokenRequest request) {
    return parts.entra.caller(parts.world.state(), request);
  }

  /**
   * Closes the listening socket and connections of a component; see {@link Faults} for names.
   *
   * @throws IllegalArgumentException for an unknown name
   */
  public void down(String component) {
    parts.components.set(component, false);
  }

  /** Opens a component again on the same port. */
  public void up(String component) {
    parts.components.set(component, true);
  }

  /** Makes every access token given so far invalid, as a revocation does. */
  public void revokeAccessTokens() {
    parts.tokens.revokeAll();
  }

  /** Forgets the platform's cached managed identity tokens: nothing on the real platform can. */
  public void clearIdentityCache() {
    parts.identity.forget();
  }

  /**
   * The world as at the start, no faults, counters at zero, no jobs, no recorded calls and log
   * entries, no cached identity tokens, no objects, everything up. Access tokens stay valid.
   */
  public void reset() {
    parts.world.update(now -> initial);
    parts.faults.clear();
    parts.limits.clear();
    parts.buckets.clear();
    parts.identity.forget();
    parts.components.startAll();
    parts.counters.reset();
    parts.stored.clear();
    parts.jobClock.reset();
    parts.log.clear();
    parts.googleLog.clear();
  }

  Map<String, Map<String, Object>> componentsView() {
    return parts.components.view();
  }

  /** For tests of the sandbox itself. */
  EntraTokens entra() {
    return parts.entra;
  }

  @Override
  public void close() {
    parts.components.closeAll();
    parts.grpcThreads.shutdownNow();
    parts.delays.shutdownNow();
  }
}
