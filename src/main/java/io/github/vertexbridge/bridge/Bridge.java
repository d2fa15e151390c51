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
import io.github.vertexbridge.jobs.Backlog;
import io.github.vertexbridge.jobs.JobRules;
import io.github.vertexbridge.jobs.Jobs;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.storage.Names;
import io.github.vertexbridge.storage.StorageAccount;
import io.github.vertexbridge.surface.Answers;
import io.github.vertexbridge.surface.BridgeSurface;
import io.github.vertexbridge.surface.JobSurface;
import io.github.vertexbridge.surface.QueueSurface;
import io.github.vertexbridge.surface.VertexSurface;
import io.github.vertexbridge.target.ActionTable;
import io.github.vertexbridge.target.VertexHosts;
import io.github.vertexbridge.telemetry.AppInsights;
import io.github.vertexbridge.telemetry.CallLog;
import io.github.vertexbridge.vertex.VertexClient;
import io.github.vertexbridge.vertex.VertexOptions;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The composition root: builds every stage once and holds it until the process ends. */
public final class Bridge {
  private static final Logger LOG = LoggerFactory.getLogger(Bridge.class);

  /** The platform gives 5 s between its word and the kill. */
  private static final Duration DRAIN = Duration.ofSeconds(4);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final HttpCalls http;
  private final JobCalls jobCalls;
  private final QueueJobs queue;
  private final AtomicReference<Backlog> backlog;
  private final GoogleTokens tokens;
  private final Optional<ServiceAccount> defaultAccount;

  private Bridge(
      HttpCalls http,
      JobCalls jobCalls,
      QueueJobs queue,
      AtomicReference<Backlog> backlog,
      GoogleTokens tokens,
      Optional<ServiceAccount> defaultAccount) {
    this.http = http;
    this.jobCalls = jobCalls;
    this.queue = queue;
    this.backlog = backlog;
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
    VertexSurface vertexSurface =
        new VertexSurface(ActionTable.standard(), google.project(), settings.maxBody());
    HttpCalls http =
        new HttpCalls(
            new CallerVerifier(settings, clock)::verify,
            vertexSurface,
            new BridgeSurface(settings.maxBody()),
            pipeline,
            inFlight,
            calls,
            clock);
    Orders orders = new Orders(vertexSurface);
    Jobs jobs =
        new Jobs(
            new Jobs.Places(
                storage.table(Names.JOBS),
                storage.table(Names.AGENDA),
                storage.container(Names.BODIES),
                storage.queues()),
            new Jobs.Formats(Answers::errorBody, QueueSurface::idOf),
            new PipelineWork(pipeline, policy, orders, calls, clock),
            report -> {
              log.happened(report);
              insights.happened(report);
            },
            new JobRules(
                settings.jobs().attempts(), settings.jobs().lease(), settings.jobs().retention()),
            scheduler("bridge-leases"),
            () -> UUID.randomUUID().toString(),
            clock);
    JobCalls jobCalls = new JobCalls(http, new JobSurface(settings.maxBody()), orders, jobs);
    QueueJobs queue = new QueueJobs(jobs, inFlight);
    AtomicReference<Backlog> backlog = new AtomicReference<>(Backlog.NONE);

    ScheduledExecutorService scheduler = scheduler("bridge-scheduler");
    if (settings.storage().tableService().isPresent()) {
      maintain(jobs, backlog, insights);
    }
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
    return new Bridge(http, jobCalls, queue, backlog, tokens, account);
  }

  /** Sweeps and counts every minute, instances apart from each other. */
  private static void maintain(Jobs jobs, AtomicReference<Backlog> backlog, AppInsights insights) {
    Runnable tasks =
        () -> {
          try {
            jobs.sweepInTurn();
            backlog.set(jobs.backlog());
            insights.backlog(
                backlog.get().waiting(),
                backlog.get().oldest(),
                backlog.get().running(),
                backlog.get().poison());
          } catch (RuntimeException e) { // the next minute is another try
            LOG.warn("Jobs were not looked after: {}", SafeStack.of(e));
          }
        };
    long first = new SecureRandom().nextLong(MINUTE.toMillis());
    var unused =
        scheduler("bridge-sweeper")
            .scheduleWithFixedDelay(tasks, first, MINUTE.toMillis(), TimeUnit.MILLISECONDS);
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
    return Executors.newSingleThreadScheduledExecutor(
        task -> {
          Thread thread = new Thread(task, name);
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

  JobCalls jobs() {
    return jobCalls;
  }

  QueueJobs queue() {
    return queue;
  }

  /** How the queue stood when it was last looked at. */
  Backlog backlog() {
    return backlog.get();
  }

  /** Whether a valid token is there. */
  boolean ready() {
    return tokens.ready(defaultAccount);
  }
}
