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
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.status.Recorder;
import io.github.vertexbridge.storage.StorageAccount;
import io.github.vertexbridge.surface.BridgeSurface;
import io.github.vertexbridge.surface.VertexSurface;
import io.github.vertexbridge.target.ActionTable;
import io.github.vertexbridge.target.VertexHosts;
import io.github.vertexbridge.telemetry.AppInsights;
import io.github.vertexbridge.telemetry.CallLog;
import io.github.vertexbridge.telemetry.UnknownErrors;
import io.github.vertexbridge.vertex.VertexClient;
import io.github.vertexbridge.vertex.VertexOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root: builds every stage once and holds it until the process ends. */
public final class Bridge {
  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

  /** The platform gives 5 s between its word and the kill. */
  private static final Duration DRAIN = Duration.ofSeconds(4);

  private final HttpCalls http;
  private final QueueCalls queue;
  private final OperatorCalls operators;
  private final GoogleTokens tokens;
  private final Optional<ServiceAccount> defaultAccount;

  private Bridge(
      HttpCalls http,
      QueueCalls queue,
      OperatorCalls operators,
      GoogleTokens tokens,
      Optional<ServiceAccount> defaultAccount) {
    this.http = http;
    this.queue = queue;
    this.operators = operators;
    this.tokens = tokens;
    this.defaultAccount = defaultAccount;
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
    UnknownErrors unknown = new UnknownErrors();
    Recorder recorder = new Recorder(clock);
    CallSink calls =
        report -> {
          log.ended(report);
          insights.ended(report);
          unknown.ended(report);
          recorder.ended(report);
        };
    HopSink hops =
        hop -> {
          log.tried(hop);
          insights.tried(hop);
          unknown.tried(hop);
          recorder.tried(hop);
        };

    GoogleTokens tokens = GoogleTokens.connect(settings, hops, clock);
    Optional<ServiceAccount> account = settings.google().defaultServiceAccount();
    tokens.warm(account);

    StorageAccount storage =
        new StorageAccount(settings.storage(), ManagedIdentity.credential(settings, clock));
    Policy policy = PolicyLoader.load(settings.policy(), storage.blobs());

    Settings.Google google = settings.google();
    EndpointOverride grpcEndpoint =
        google.vertexGrpcEndpoint().isSet() ? google.vertexGrpcEndpoint() : google.vertexEndpoint();
    VertexHosts grpcHosts = new VertexHosts(grpcEndpoint);
    VertexClient vertex = new VertexClient(tokens, clock, version(), VertexOptions.DEFAULT);
    Pipeline pipeline =
        new Pipeline(
            google.project(),
            account,
            policy,
            new VertexHosts(google.vertexEndpoint()),
            grpcHosts,
            vertex);
    InFlight inFlight = new InFlight();
    CallerVerifier callers = new CallerVerifier(settings, clock);
    HttpCalls http =
        new HttpCalls(
            callers::verify,
            new VertexSurface(ActionTable.standard(), google.project(), settings.maxBody()),
            new BridgeSurface(settings.maxBody()),
            pipeline,
            inFlight,
            calls,
            clock);
    QueueCalls queue = new QueueCalls(pipeline, storage.queues(), inFlight, calls, clock);

    OperatorCalls operators =
        new OperatorCalls(
            callers::verify, settings, policy, storage, tokens, recorder, unknown, clock);

    ScheduledExecutorService scheduler = scheduler();
    scheduler.execute(() -> warmGrpc(policy, grpcHosts, vertex));
    var unused = scheduler.scheduleAtFixedRate(insights::flushMetrics, 1, 1, TimeUnit.MINUTES);
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> end(inFlight, scheduler, insights), "bridge-shutdown"));
    LOG.info(
        "Bridge {} ready to call project {} as {}, policy {}",
        version(),
        google.project(),
        account.map(ServiceAccount::value).orElse("the federated principal"),
        policy.version());
    return new Bridge(http, queue, operators, tokens, account);
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

  private static ScheduledExecutorService scheduler() {
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, "bridge-scheduler");
          thread.setDaemon(true);
          thread.setContextClassLoader(Bridge.class.getClassLoader());
          return thread;
        });
  }

  private static void end(
      InFlight inFlight, ScheduledExecutorService scheduler, AppInsights insights) {
    try {
      if (!inFlight.drain(DRAIN)) {
        LOG.warn("Calls were still under way after {} s", DRAIN.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    scheduler.shutdownNow();
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

  OperatorCalls operators() {
    return operators;
  }

  /** Whether a valid token is there. */
  boolean ready() {
    return tokens.ready(defaultAccount);
  }
}
