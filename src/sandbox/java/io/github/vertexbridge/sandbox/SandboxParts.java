package io.github.vertexbridge.sandbox;

import io.github.vertexbridge.sandbox.CertificateAuthority.Issued;
import io.github.vertexbridge.sandbox.VertexWorld.Endpoint;
import io.grpc.BindableService;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** Everything that a sandbox is made of, wired up and not yet started. */
final class SandboxParts {
  final World world;
  final CertificateAuthority authority;
  final EntraTokens entra;
  final AccessTokens tokens;
  final Counters counters = new Counters();
  final Faults faults;
  final Limits limits = new Limits();
  final CallLog log;
  final GoogleLog googleLog = new GoogleLog();
  final JobClock jobClock;
  final JobOutcomes outcomes = new JobOutcomes();
  final Buckets buckets;
  final StoredResources stored;
  final IdentityEndpoint identity;
  final String identityHeader;
  final Components components;
  final ExecutorService grpcThreads;
  final ScheduledExecutorService delays;

  private final SandboxOptions options;
  private final Issued certificate;
  private final Optional<SSLContext> tls;
  private final Bearer bearer;
  private final AuditTrail trail;
  private final VertexModels models;
  private final ChatModel chat;
  private final Operations operations;

  /**
   * @param admin what answers at the admin route
   */
  SandboxParts(Path directory, World world, SandboxOptions options, HttpEndpoint admin)
      throws IOException, GeneralSecurityException {
    this.world = world;
    this.options = options;
    WorldState initial = world.state();
    InstantSource clock = options.clock();
    SecureRandom random = new SecureRandom();
    KeyDirectory keys = new KeyDirectory(directory);
    authority = CertificateAuthority.open(keys, clock, random);
    EntraKey entraKey = EntraKey.open(keys, clock, random);
    entra = new EntraTokens(entraKey, clock, random);
    tokens = new AccessTokens(clock, random);
    faults = new Faults(Components.names(initial.locations()));
    log = new CallLog(clock);
    trail = new AuditTrail(world, googleLog, clock);
    byte[] secret = new byte[16];
    random.nextBytes(secret);
    identityHeader = HexFormat.of().withUpperCase().formatHex(secret);
    identity = new IdentityEndpoint(world, entra, counters, clock, identityHeader);
    grpcThreads = Executors.newCachedThreadPool(daemons("sandbox-grpc-"));
    delays = Executors.newSingleThreadScheduledExecutor(daemons("sandbox-delay-"));
    certificate = authority.issue("sandbox");
    tls = Optional.of(CertificateAuthority.serverContext(certificate));
    bearer = new Bearer(tokens, clock);
    models =
        new VertexModels(
            new TextModel(clock, random), new PredictModels(Iris.load()), new RawModels(world));
    chat = new ChatModel(world, clock);
    jobClock = new JobClock(clock);
    operations = new Operations(world, jobClock);
    buckets = new Buckets(directory.resolve("gs"), world);
    stored =
        new StoredResources(
            world, operations, outcomes, new JobRuns(world, buckets, models), jobClock);

    List<Component> all = new ArrayList<>();
    all.add(http("admin", Optional.empty(), admin));
    all.add(http("managed-identity", Optional.empty(), identity));
    EntraEndpoint entraKeys = new EntraEndpoint(world, entraKey, counters, () -> address("entra"));
    all.add(http("entra", tls, entraKeys));
    all.add(http("sts", tls, new StsEndpoint(world, entraKey, tokens, counters, trail, clock)));
    all.add(http("iam", tls, new IamEndpoint(world, tokens, bearer, counters, trail, clock)));
    for (String location : initial.locations()) {
      VertexGate gate = new VertexGate(world, bearer, limits, location, "");
      all.add(vertex("vertex:" + location, gate));
      all.add(grpc("vertex-grpc:" + location, gate));
    }
    initial
        .endpoints()
        .forEach(
            (id, endpoint) -> {
              if (endpoint.dedicated()) {
                String location = endpoint.location();
                all.add(
                    vertex(
                        dedicated(id, endpoint),
                        new VertexGate(world, bearer, limits, location, id)));
              }
            });
    components = new Components(all);
  }

  private HttpComponent vertex(String name, VertexGate gate) {
    return http(
        name,
        tls,
        new VertexRest(
            gate,
            new VertexInference(gate, models, chat, operations),
            new VertexResources(
                gate,
                new ResourceCalls(world, gate, stored),
                operations,
                new PublishedResources(world, this::dedicatedDns)),
            counters,
            log,
            trail));
  }

  private GrpcComponent grpc(String name, VertexGate gate) throws IOException {
    GrpcCalls calls = new GrpcCalls(gate, counters, log, trail, faults, delays);
    ResourceCalls resources = new ResourceCalls(world, gate, stored);
    List<BindableService> services = new ArrayList<>();
    services.add(new PredictionGrpc(calls, gate, models));
    Arrays.stream(ResourceKind.values())
        .map(ResourceKind::service)
        .distinct()
        .forEach(service -> services.add(new ResourceGrpc(calls, resources, service)));
    return new GrpcComponent(
        name,
        options.port(name),
        certificate,
        services,
        new GrpcCalls.MetadataInterceptor(),
        grpcThreads);
  }

  private HttpComponent http(String name, Optional<SSLContext> context, HttpEndpoint endpoint) {
    return new HttpComponent(
        name,
        options.port(name),
        context,
        new HttpExchange(name, faults, endpoint, context.isPresent()));
  }

  private String address(String component) {
    return components.address(component);
  }

  private static String dedicated(String id, Endpoint endpoint) {
    return "vertex:" + endpoint.location() + ":" + id;
  }

  /** At a name, as the real ones are; of one that was not there at the start, such a name only. */
  private String dedicatedDns(String id, Endpoint endpoint) {
    String component = dedicated(id, endpoint);
    return components.view().containsKey(component)
        ? address(component).replace("127.0.0.1", "localhost")
        : "https://%s.%s-%s.prediction.vertexai.goog"
            .formatted(id, endpoint.location(), world.state().project().number());
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
