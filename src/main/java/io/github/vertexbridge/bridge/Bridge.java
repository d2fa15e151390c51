package io.github.vertexbridge.bridge;

import io.github.vertexbridge.audit.AuditLog;
import io.github.vertexbridge.audit.AuditState;
import io.github.vertexbridge.audit.Journal;
import io.github.vertexbridge.audit.Origin;
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
import io.github.vertexbridge.limits.Limiter;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.status.Recorder;
import io.github.vertexbridge.storage.Names;
import io.github.vertexbridge.storage.StorageAccount;
import io.github.vertexbridge.surface.Answers;
import io.github.vertexbridge.surface.BridgeSurface;
import io.github.vertexbridge.surface.JobSurface;
import io.github.vertexbridge.surface.OpenAiSurface;
import io.github.vertexbridge.surface.QueueSurface;
import io.github.vertexbridge.surface.RawSurface;
import io.github.vertexbridge.surface.VertexSurface;
import io.github.vertexbridge.target.ActionTable;
import io.github.vertexbridge.target.ServedProject;
import io.github.vertexbridge.target.VertexHosts;
import io.github.vertexbridge.telemetry.AppInsights;
import io.github.vertexbridge.telemetry.HopLog;
import io.github.vertexbridge.telemetry.UnknownErrors;
import io.github.vertexbridge.vertex.Attempts;
import io.github.vertexbridge.vertex.EndpointHosts;
import io.github.vertexbridge.vertex.JobClient;
import io.github.vertexbridge.vertex.VertexClient;
import io.github.vertexbridge.vertex.VertexOptions;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
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

  /** Calls to Vertex at a time that are parts of others: of one, and of all. */
  private static final int PARTS_OF_A_CALL = 8;

  private static final int PARTS = 64;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Leases of limits under way at one time. */
  private static final int LEASES = 4;

  private final HttpCalls http;
  private final JobCalls jobCalls;
  private final QueueJobs queue;
  private final AtomicReference<Backlog> backlog;
  private final OperatorCalls operators;
  private final GoogleTokens tokens;
  private final Optional<ServiceAccount> defaultAccount;
  private final CurrentPolicy policy;
  private final Journal journal;

  private Bridge(
      HttpCalls http,
      JobCalls jobCalls,
      QueueJobs queue,
      AtomicReference<Backlog> backlog,
      OperatorCalls operators,
      GoogleTokens tokens,
      Optional<ServiceAccount> defaultAccount,
      CurrentPolicy policy,
      Journal journal) {
    this.http = http;
    this.jobCalls = jobCalls;
    this.queue = queue;
    this.backlog = backlog;
    this.operators = operators;
    this.tokens = tokens;
    this.defaultAccount = defaultAccount;
    this.policy = policy;
    this.journal = journal;
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
    HopLog hopLog = new HopLog();
    UnknownErrors unknown = new UnknownErrors();
    Recorder recorder = new Recorder(clock);
    HopSink hops =
        hop -> {
          hopLog.tried(hop);
          insights.tried(hop);
          unknown.tried(hop);
          recorder.tried(hop);
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
            Executors.newFixedThreadPool(LEASES, Threads.factory("bridge-limits")),
            new Random());
    CurrentPolicy policy =
        CurrentPolicy.load(
            settings.policy(),
            PolicySource.of(settings.policy(), storage.blobs()),
            next -> warm(next, grpcHosts, vertex, limiter),
            clock);
    Journal journal =
        new Journal(
            storage.files(Names.AUDIT),
            new Origin(
                UUID.randomUUID().toString(),
                version(),
                settings.platform().slot(),
                settings.platform().instance(),
                policy.get().version()),
            Journal.Options.of(settings.audit() == Settings.AuditMode.REQUIRED),
            clock,
            insights::auditFailed);
    journal.start();
    AuditLog audit = new AuditLog(journal);
    CallSink calls =
        report -> {
          insights.ended(report);
          audit.ended(report);
          unknown.ended(report);
          recorder.ended(report);
        };
    VertexHosts restHosts = new VertexHosts(google.vertexEndpoint());
    Attempts attempts =
        new Attempts(
            vertex,
            new EndpointHosts(vertex, restHosts, google.privateEndpoints(), clock),
            clock,
            duration -> Thread.sleep(duration.toMillis()),
            new Random());
    Pipeline pipeline =
        new Pipeline(
            google.project(), account, policy, restHosts, grpcHosts, attempts, limiter, journal);
    InFlight inFlight = new InFlight();
    ServedProject project = new ServedProject(google.project(), google.projectNumber());
    VertexSurface vertexSurface =
        new VertexSurface(ActionTable.standard(), project, settings.maxBody());
    HttpCalls http =
        new HttpCalls(
            new CallerVerifier(settings, clock)::verify,
            vertexSurface,
            new BridgeSurface(settings.maxBody()),
            new RawSurface(ActionTable.standard(), project, settings.maxBody()),
            new OpenAiCalls(
                new OpenAiSurface(settings.maxBody()),
                new OpenAiModels(policy, google.project()),
                pipeline,
                new FanOut(Threads.pool("bridge-parts", PARTS), PARTS_OF_A_CALL)),
            new PolicyPage(policy),
            pipeline,
            inFlight,
            calls,
            clock);
    Orders orders = new Orders(vertexSurface, google.project());
    VertexJobPort vertexJobs =
        new TypedVertexJobs(
            new JobClient(
                google.project(), grpcHosts, tokens, clock, version(), VertexOptions.DEFAULT));
    Jobs jobs =
        new Jobs(
            new Jobs.Places(
                storage.table(Names.JOBS),
                storage.table(Names.AGENDA),
                storage.container(Names.BODIES),
                storage.queues()),
            new Jobs.Formats(Answers::errorBody, QueueSurface::idOf),
            new PipelineWork(pipeline, policy, account, orders, vertexJobs, calls, clock),
            report -> {
              insights.happened(report);
              audit.happened(report);
            },
            new JobRules(
                settings.jobs().attempts(), settings.jobs().lease(), settings.jobs().retention()),
            Executors.newSingleThreadScheduledExecutor(Threads.factory("bridge-leases")),
            () -> UUID.randomUUID().toString(),
            clock);
    JobCalls jobCalls = new JobCalls(http, new JobSurface(settings.maxBody()), orders, jobs);
    QueueJobs queue = new QueueJobs(jobs, inFlight);
    AtomicReference<Backlog> backlog = new AtomicReference<>(Backlog.NONE);

    ScheduledExecutorService scheduler =
        Executors.newSingleThreadScheduledExecutor(Threads.factory("bridge-scheduler"));
    if (settings.storage().tableService().isPresent()) {
      maintain(jobs, backlog, insights);
    }
    ScheduledExecutorService tending =
        Executors.newSingleThreadScheduledExecutor(Threads.factory("bridge-tending"));
    var unusedToo = tending.scheduleWithFixedDelay(limiter::tend, 1, 1, TimeUnit.SECONDS);
    scheduler.execute(() -> warm(policy.get(), grpcHosts, vertex, limiter));
    long reload = settings.policyReload().toSeconds();
    if (reload > 0) {
      var unused =
          scheduler.scheduleWithFixedDelay(policy::reload, reload, reload, TimeUnit.SECONDS);
    }
    OperatorCalls operators =
        new OperatorCalls(
            http,
            settings,
            policy,
            storage,
            tokens,
            recorder,
            unknown,
            new House(journal, attempts, limiter, backlog::get),
            clock);
    var unused = scheduler.scheduleAtFixedRate(insights::flushMetrics, 1, 1, TimeUnit.MINUTES);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> end(inFlight, List.of(scheduler, tending), limiter, journal, insights),
                "bridge-shutdown"));
    LOG.info(
        "Bridge {} ready to call project {} as {}, policy {}",
        version(),
        google.project(),
        account.map(ServiceAccount::value).orElse("the federated principal"),
        policy.get().version());
    return new Bridge(http, jobCalls, queue, backlog, operators, tokens, account, policy, journal);
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
        Executors.newSingleThreadScheduledExecutor(Threads.factory("bridge-sweeper"))
            .scheduleWithFixedDelay(tasks, first, MINUTE.toMillis(), TimeUnit.MILLISECONDS);
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

  private static void end(
      InFlight inFlight,
      List<ScheduledExecutorService> schedulers,
      Limiter limiter,
      Journal journal,
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
    journal.close();
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

  /** The policy in force. */
  CurrentPolicy policy() {
    return policy;
  }

  /** How the writing of the audit goes. */
  AuditState audit() {
    return journal.state();
  }

  /** The pages for operators. */
  OperatorCalls operators() {
    return operators;
  }

  /** Whether a valid token is there. */
  boolean ready() {
    return tokens.ready(defaultAccount);
  }
}
