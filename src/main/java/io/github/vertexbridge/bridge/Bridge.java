package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.CallSink;
import io.github.vertexbridge.call.EndpointOverride;
import io.github.vertexbridge.call.HopSink;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Transport;
import io.github.vertexbridge.caller.CallerVerifier;
import io.github.vertexbridge.config.Settings;
import io.github.vertexbridge.config.SettingsException;
import io.github.vertexbridge.identity.GoogleTokens;
import io.github.vertexbridge.identity.ManagedIdentity;
import io.github.vertexbridge.limits.Limiter;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.storage.Names;
import io.github.vertexbridge.storage.StorageAccount;
import io.github.vertexbridge.surface.BridgeSurface;
import io.github.vertexbridge.surface.VertexSurface;
import io.github.vertexbridge.target.ActionTable;
import io.github.vertexbridge.target.VertexHosts;
import io.github.vertexbridge.telemetry.AppInsights;
import io.github.vertexbridge.telemetry.CallLog;
import io.github.vertexbridge.vertex.VertexClient;
import io.github.vertexbridge.vertex.VertexOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root: builds every stage once and holds it until the process ends. */
public final class Bridge {
  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

  /** The platform gives 5 s between its word and the kill. */
  private static final Duration DRAIN = Duration.ofSeconds(4);

  /** Leases of limits under way at one time. */
  private static final int LEASES = 4;

  private final HttpCalls http;
  private final QueueCalls queue;
  private final GoogleTokens tokens;
  private final Optional<ServiceAccount> defaultAccount;
  private final CurrentPolicy policy;

  private Bridge(
      HttpCalls http,
      QueueCalls queue,
      GoogleTokens tokens,
      Optional<ServiceAccount> defaultAccount,
      CurrentPolicy policy) {
    this.http = http;
    this.queue = queue;
    this.tokens = tokens;
    this.defaultAccount = defaultAccount;
    this.policy = policy;
  }

  /**
   * The bridge that the environment describes, with the fetch of its first token under way.
   *
   * @throws Startup.Misconfigured for mistakes that no second try mends
   * @throws IOException for a policy that could not be read now
   */
  public static Bridge fromEnvironment() throws Startup.Misconfigured, IOException {
    try {
      return build(Settings.fromEnvironment(), InstantSource.system());
    } catch (SettingsException e) {
      throw new Startup.Misconfigured(e);
    }
  }

  private static Bridge build(Settings settings, InstantSource clock)
      throws Startup.Misconfigured, IOException {
    VertexClient.boundIdleConnections(); // before anybody makes a client
    AppInsights.reportAgent();
    AppInsights insights = new AppInsights();
    CallLog log = new CallLog();
    CallSink calls =
        report -> {
          log.ended(report);
          insights.ended(report);
        };
    HopSink hops =
        hop -> {
          log.tried(hop);
          insights.tried(hop);
        };

    GoogleTokens tokens = GoogleTokens.connect(settings, hops, clock);
    Optional<ServiceAccount> account = settings.google().defaultServiceAccount();
    tokens.warm(account);

    StorageAccount storage =
        new StorageAccount(settings.storage(), ManagedIdentity.credential(settings, clock));
    Settings.Google google = settings.google();
    EndpointOverride grpcEndpoint =
        google.vertexGrpcEndpoint().isSet() ? google.vertexGrpcEndpoint() : google.vertexEndpoint();
    VertexHosts grpcHosts = new VertexHosts(grpcEndpoint);
    VertexClient vertex = new VertexClient(tokens, clock, version(), VertexOptions.DEFAULT);
    Limiter limiter =
        new Limiter(
            storage.table(Names.LIMITS),
            UUID.randomUUID().toString().replace("-", ""),
            clock,
            Executors.newFixedThreadPool(LEASES, threads("bridge-leases")),
            new Random());
    CurrentPolicy policy =
        CurrentPolicy.load(
            settings.policy(),
            PolicySource.of(settings.policy(), storage.blobs()),
            next -> warm(next, grpcHosts, vertex, limiter),
            clock);
    Pipeline pipeline =
        new Pipeline(
            google.project(),
            account,
            policy,
            new VertexHosts(google.vertexEndpoint()),
            grpcHosts,
            vertex,
            limiter);
    InFlight inFlight = new InFlight();
    HttpCalls http =
        new HttpCalls(
            new CallerVerifier(settings, clock)::verify,
            new VertexSurface(ActionTable.standard(), google.project(), settings.maxBody()),
            new BridgeSurface(settings.maxBody()),
            new PolicyPage(policy),
            pipeline,
            inFlight,
            calls,
            clock);
    QueueCalls queue = new QueueCalls(pipeline, storage.queues(), inFlight, calls, clock);

    ScheduledExecutorService scheduler = scheduler("bridge-scheduler");
    ScheduledExecutorService tending = scheduler("bridge-limits");
    var unusedToo = tending.scheduleWithFixedDelay(limiter::tend, 1, 1, TimeUnit.SECONDS);
    scheduler.execute(() -> warm(policy.get(), grpcHosts, vertex, limiter));
    long reload = settings.policyReload().toSeconds();
    if (reload > 0) {
      var unused =
          scheduler.scheduleWithFixedDelay(policy::reload, reload, reload, TimeUnit.SECONDS);
    }
    var unused = scheduler.scheduleAtFixedRate(insights::flushMetrics, 1, 1, TimeUnit.MINUTES);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> end(inFlight, List.of(scheduler, tending), limiter, insights),
                "bridge-shutdown"));
    LOG.info(
        "Bridge {} ready to call project {} as {}, policy {}",
        version(),
        google.project(),
        account.map(ServiceAccount::value).orElse("the federated principal"),
        policy.get().version());
    return new Bridge(http, queue, tokens, account, policy);
  }

  private static void warm(
      Policy policy, VertexHosts grpcHosts, VertexClient vertex, Limiter limiter) {
    if (policy.hasLimits()) {
      limiter.warm();
    }
    warmGrpc(policy, grpcHosts, vertex);
  }

  /**
   * The classes of gRPC cost the first call most of a second: loaded only if an alias asks for it.
   */
  private static void warmGrpc(Policy policy, VertexHosts hosts, VertexClient vertex) {
    policy.aliases().stream()
        .flatMap(name -> policy.alias(name).stream())
        .filter(alias -> alias.transport() == Transport.GRPC)
        .map(alias -> hosts.of(alias.locations().get(0)))
        .distinct()
        .forEach(vertex::warmGrpc);
  }

  private static ScheduledExecutorService scheduler(String name) {
    return Executors.newSingleThreadScheduledExecutor(threads(name));
  }

  private static ThreadFactory threads(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      thread.setContextClassLoader(Bridge.class.getClassLoader());
      return thread;
    };
  }

  private static void end(
      InFlight inFlight,
      List<ScheduledExecutorService> schedulers,
      Limiter limiter,
      AppInsights insights) {
    try {
      if (!inFlight.drain(DRAIN)) {
        LOG.warn("Calls were still under way after {} s", DRAIN.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    schedulers.forEach(ScheduledExecutorService::shutdownNow);
    limiter.close();
    insights.flush();
  }

  /** Version of the app, from the jar's manifest. */
  static String version() {
    return Optional.ofNullable(Bridge.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }

  HttpCalls http() {
    return http;
  }

  QueueCalls queue() {
    return queue;
  }

  /** The policy in force. */
  CurrentPolicy policy() {
    return policy;
  }

  /** Whether a valid token is there. */
  boolean ready() {
    return tokens.ready(defaultAccount);
  }
}
