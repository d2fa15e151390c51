package io.github.vertexbridge.sandbox;

import io.github.vertexbridge.sandbox.CertificateAuthority.Issued;
import io.github.vertexbridge.sandbox.WorldState.Chosen;
import io.grpc.BindableService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * A running sandbox: the managed identity endpoint and the admin route in clear on 127.0.0.1;
 * Entra, STS, IAM Credentials and Vertex (a port per location and transport) over TLS. Everything
 * ends with {@link #close}; all threads are daemons.
 */
public final class Sandbox implements AutoCloseable {
  private final World world;
  private final WorldState initial;
  private final CertificateAuthority authority;
  private final EntraTokens entra;
  private final AccessTokens tokens;
  private final Counters counters = new Counters();
  private final Faults faults;
  private final CallLog log;
  private final JobClock jobClock;
  private final JobOutcomes outcomes = new JobOutcomes();
  private final StoredResources stored;
  private final IdentityEndpoint identity;
  private final String identityHeader;
  private final Components components;
  private final ExecutorService grpcThreads;
  private final ScheduledExecutorService delays;

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
      sandbox.components.startAll();
      return sandbox;
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox cannot start", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the sandbox cannot make its keys", e);
    }
  }

  private Sandbox(Path directory, World world, SandboxOptions options)
      throws IOException, GeneralSecurityException {
    this.world = world;
    this.initial = world.state();
    InstantSource clock = options.clock();
    jobClock = new JobClock(clock);
    SecureRandom random = new SecureRandom();
    KeyDirectory keys = new KeyDirectory(directory);
    authority = CertificateAuthority.open(keys, clock, random);
    EntraKey entraKey = EntraKey.open(keys, clock, random);
    entra = new EntraTokens(entraKey, clock, random);
    tokens = new AccessTokens(clock, random);
    faults = new Faults(Components.names(initial.locations()));
    log = new CallLog(clock);
    byte[] secret = new byte[16];
    random.nextBytes(secret);
    identityHeader = HexFormat.of().withUpperCase().formatHex(secret);
    identity = new IdentityEndpoint(world, entra, counters, clock, identityHeader);
    grpcThreads = Executors.newCachedThreadPool(daemons("sandbox-grpc-"));
    delays = Executors.newSingleThreadScheduledExecutor(daemons("sandbox-delay-"));

    Issued certificate = authority.issue("sandbox");
    Optional<SSLContext> tls = Optional.of(CertificateAuthority.serverContext(certificate));
    Bearer bearer = new Bearer(tokens, clock);
    VertexModels models =
        new VertexModels(
            new TextModel(clock, random), new PredictModels(Iris.load()), new RawModels(world));
    ChatModel chat = new ChatModel(world, clock);
    Operations operations = new Operations(world, jobClock);
    stored = new StoredResources(world, operations, outcomes, Job::message, jobClock);
    PublishedResources published = new PublishedResources(world);
    List<Component> all = new ArrayList<>();
    all.add(http("admin", options, Optional.empty(), new AdminEndpoint(this)));
    all.add(http("managed-identity", options, Optional.empty(), identity));
    all.add(
        http(
            "entra",
            options,
            tls,
            new EntraEndpoint(world, entraKey, counters, () -> address("entra"))));
    all.add(http("sts", options, tls, new StsEndpoint(world, entraKey, tokens, counters, clock)));
    all.add(http("iam", options, tls, new IamEndpoint(world, tokens, bearer, counters, clock)));
    for (String location : initial.locations()) {
      VertexGate gate = new VertexGate(world, bearer, location);
      ResourceCalls resources = new ResourceCalls(world, gate, stored);
      GrpcCalls calls = new GrpcCalls(gate, counters, log, faults, delays);
      List<BindableService> services = new ArrayList<>();
      services.add(new PredictionGrpc(calls, gate, models));
      Arrays.stream(ResourceKind.values())
          .map(ResourceKind::service)
          .distinct()
          .forEach(service -> services.add(new ResourceGrpc(calls, resources, service)));
      all.add(
          http(
              "vertex:" + location,
              options,
              tls,
              new VertexRest(
                  gate,
                  new VertexInference(gate, models, chat, operations),
                  new VertexResources(gate, resources, operations, published),
                  counters,
                  log)));
      String grpc = "vertex-grpc:" + location;
      all.add(
          new GrpcComponent(
              grpc,
              options.port(grpc),
              certificate,
              services,
              new GrpcCalls.MetadataInterceptor(),
              grpcThreads));
    }
    components = new Components(all);
  }

  private HttpComponent http(
      String name, SandboxOptions options, Optional<SSLContext> tls, HttpEndpoint endpoint) {
    return new HttpComponent(
        name, options.port(name), tls, new HttpExchange(name, faults, endpoint, tls.isPresent()));
  }

  /**
   * Environment for the app: what App Service would set (IDENTITY_ENDPOINT, IDENTITY_HEADER), the
   * identity, the callers' side, the provider and the endpoints of this sandbox, in the world as it
   * is now.
   */
  public Map<String, String> appSettings() {
    WorldState now = world.state();
    Chosen chosen = now.apps();
    String tenant = now.functionApp().tenant();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("IDENTITY_ENDPOINT", address("managed-identity") + IdentityEndpoint.PATH);
    settings.put("IDENTITY_HEADER", identityHeader);
    settings.put("AZURE_CLIENT_ID", chosen.identity());
    settings.put("BRIDGE_TENANT_ID", tenant);
    settings.put("BRIDGE_API_AUDIENCE", now.app(chosen.apiApp()).appIdUri());
    settings.put("BRIDGE_FEDERATION_RESOURCE", now.app(chosen.federationApp()).appIdUri());
    settings.put("BRIDGE_ENTRA_ENDPOINT", address("entra"));
    settings.put(
        "BRIDGE_WIF_PROVIDER",
        "//iam.googleapis.com/projects/%s/locations/global/workloadIdentityPools/%s/providers/%s"
            .formatted(now.project().number(), chosen.pool(), chosen.provider()));
    settings.put("BRIDGE_GOOGLE_PROJECT", now.project().id());
    settings.put("BRIDGE_DEFAULT_SERVICE_ACCOUNT", chosen.serviceAccount());
    settings.put("BRIDGE_STS_ENDPOINT", address("sts"));
    settings.put("BRIDGE_IAM_ENDPOINT", address("iam"));
    settings.put("BRIDGE_VERTEX_ENDPOINT", list("vertex:"));
    settings.put("BRIDGE_VERTEX_GRPC_ENDPOINT", list("vertex-grpc:"));
    return settings;
  }

  private String list(String prefix) {
    return initial.locations().stream()
        .map(location -> location + "=" + address(prefix + location))
        .collect(Collectors.joining(","));
  }

  /**
   * Origin of one port: {@code admin}, {@code managed-identity}, {@code entra}, {@code sts}, {@code
   * iam}, {@code vertex:LOCATION}, {@code vertex-grpc:LOCATION}.
   */
  public String address(String component) {
    return components.address(component);
  }

  /** The CA's certificate, PEM. */
  public Path caPem() {
    return authority.pem();
  }

  /** A PKCS #12 trust store that holds the CA, for {@code -Djavax.net.ssl.trustStore}. */
  public Path trustStore() {
    return authority.trustStore();
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
      return authority.issueFiles(name);
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
    return world;
  }

  public Counters counters() {
    return counters;
  }

  public Faults faults() {
    return faults;
  }

  /**
   * Sets the clock of jobs and operations forward; tokens do not age.
   *
   * @return what it then says
   */
  public Instant advanceJobs(Duration by) {
    return jobClock.advance(by);
  }

  /**
   * Lets jobs of this display name end as failed, those that run already included.
   *
   * @param code of google.rpc.Code
   */
  public void failJobs(String displayName, int code, String message) {
    outcomes.fail(displayName, code, message);
  }

  /** The last thousand calls that reached Vertex, oldest first. */
  public List<CallRecord> calls() {
    return log.calls();
  }

  /** A caller's token, good or bad as asked. */
  public String callerToken(CallerTokenRequest request) {
    return entra.caller(world.state(), request);
  }

  /**
   * Closes the listening socket and connections of a component; see {@link Faults} for names.
   *
   * @throws IllegalArgumentException for an unknown name
   */
  public void down(String component) {
    components.set(component, false);
  }

  /** Opens a component again on the same port. */
  public void up(String component) {
    components.set(component, true);
  }

  /** Makes every access token given so far invalid, as a revocation does. */
  public void revokeAccessTokens() {
    tokens.revokeAll();
  }

  /** Forgets the platform's cached managed identity tokens: nothing on the real platform can. */
  public void clearIdentityCache() {
    identity.forget();
  }

  /**
   * The world as at the start, no faults, counters at zero, no jobs, no recorded calls, no cached
   * identity tokens, everything up. Access tokens stay valid.
   */
  public void reset() {
    world.update(now -> initial);
    faults.clear();
    identity.forget();
    components.startAll();
    counters.reset();
    stored.clear();
    jobClock.reset();
    log.clear();
  }

  Map<String, Map<String, Object>> componentsView() {
    return components.view();
  }

  /** For tests of the sandbox itself. */
  EntraTokens entra() {
    return entra;
  }

  @Override
  public void close() {
    components.closeAll();
    grpcThreads.shutdownNow();
    delays.shutdownNow();
  }

  private static ThreadFactory daemons(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
