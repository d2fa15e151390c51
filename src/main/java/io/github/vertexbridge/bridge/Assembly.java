package io.github.vertexbridge.bridge;

import io.github.vertexbridge.audit.AuditLog;
import io.github.vertexbridge.audit.Journal;
import io.github.vertexbridge.audit.Origin;
import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.HopSink;
import io.github.vertexbridge.call.JobReport;
import io.github.vertexbridge.call.Pause;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Transport;
import io.github.vertexbridge.caller.CallerVerifier;
import io.github.vertexbridge.config.Settings;
import io.github.vertexbridge.identity.GoogleTokens;
import io.github.vertexbridge.identity.ManagedIdentity;
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
import io.github.vertexbridge.telemetry.BodyLog;
import io.github.vertexbridge.telemetry.CallScope;
import io.github.vertexbridge.telemetry.HopLog;
import io.github.vertexbridge.telemetry.UnknownErrors;
import io.github.vertexbridge.vertex.Attempts;
import io.github.vertexbridge.vertex.EndpointHosts;
import io.github.vertexbridge.vertex.JobClient;
import io.github.vertexbridge.vertex.VertexClient;
import io.github.vertexbridge.vertex.VertexOptions;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes every stage once, and puts them together. */
final class Assembly {
  private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);

  /** Calls to Vertex at a time that are parts of others: of one, and of all. */
  private static final int PARTS_OF_A_CALL = 8;

  private static final int PARTS = 64;

  /** Leases of limits under way at one time. */
  private static final int LEASES = 4;

  private final Settings settings;
  private final InstantSource clock;
  private final Settings.Google google;
  private final Optional<ServiceAccount> account;
  private final AppInsights insights;
  private final UnknownErrors unknown = new UnknownErrors();
  private final InFlight inFlight = new InFlight();
  private final BodyLog bodies;
  private final Recorder recorder;
  private final GoogleTokens tokens;
  private final StorageAccount storage;
  private final VertexHosts rest;
  private final VertexHosts grpc;
  private final VertexClient vertex;
  private final Limiter limiter;
  private final CurrentPolicy policy;
  private final Journal journal;
  private final AuditLog audit;
  private final Attempts attempts;
  private final Pipeline pipeline;

  /**
   * Makes the stages that every call takes, with the fetch of the first token under way.
   *
   * @throws Startup.Misconfigured for mistakes that no second try mends
   * @throws IOException for a policy that could not be read now
   */
  Assembly(Settings settings, InstantSource clock) throws Startup.Misconfigured, IOException {
    this.settings = settings;
    this.clock = clock;
    google = settings.google();
    account = google.defaultServiceAccount();
    VertexClient.boundIdleConnections(); // before anybody makes a client
    insights = new AppInsights(settings.platform().ownDependencies());
    AppInsights.reportAgent();
    bodies = new BodyLog(settings.log().bodiesUntil(), clock);
    bodies.announce();
    recorder = new Recorder(clock);
    HopLog hopLog = new HopLog();
    HopSink hops =
        hop -> {
          hopLog.tried(hop);
          insights.tried(hop);
          unknown.tried(hop);
          recorder.tried(hop);
        };
    tokens = GoogleTokens.connect(settings, hops, clock);
    tokens.warm(account);
    storage = new StorageAccount(settings.storage(), ManagedIdentity.credential(settings, clock));
    rest = new VertexHosts(google.vertexEndpoint());
    grpc =
        new VertexHosts(
            google.vertexGrpcEndpoint().isSet()
                ? google.vertexGrpcEndpoint()
                : google.vertexEndpoint());
    vertex = new VertexClient(tokens, clock, Bridge.version(), VertexOptions.DEFAULT);
    limiter =
        new Limiter(
            storage.table(Names.LIMITS),
            UUID.randomUUID().toString().replace("-", ""),
            clock,
            Executors.newFixedThreadPool(LEASES, Threads.factory("bridge-limits")),
            new Random());
    policy =
        CurrentPolicy.load(
            settings.policy(),
            PolicySource.of(settings.policy(), storage.blobs()),
            this::warm,
            clock);
    journal = journal();
    audit = new AuditLog(journal);
    attempts =
        new Attempts(
            vertex,
            new EndpointHosts(vertex, rest, google.privateEndpoints(), clock),
            clock,
            Pause.SLEEP,
            new Random());
    pipeline =
        new Pipeline(google.project(), account, policy, rest, grpc, attempts, limiter, journal);
  }

  /** Makes the doors, starts what runs by itself, and gives all of it. */
  Bridge bridge() {
    ServedProject project = new ServedProject(google.project(), google.projectNumber());
    VertexSurface vertexSurface =
        new VertexSurface(ActionTable.standard(), project, settings.maxBody());
    Orders orders = new Orders(vertexSurface, google.project());
    Jobs jobs = jobs(orders);
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
            new LaterCalls(pipeline, jobs, () -> UUID.randomUUID().toString()),
            bodies,
            inFlight,
            this::ended,
            clock);
    QueueTending tending = new QueueTending(jobs, insights);
    OperatorCalls operators =
        new OperatorCalls(
            http,
            settings,
            policy,
            storage,
            tokens,
            recorder,
            unknown,
            new House(journal, attempts, limiter, tending),
            clock);

    insights.watch(new Gauges(tokens, limiter, clock));
    journal.start();
    Chores chores = new Chores(inFlight, jobs, limiter, journal, insights);
    chores.soon(() -> warm(policy.get()));
    chores.every(settings.policyReload(), policy::reload);
    chores.leases();
    if (settings.storage().tableService().isPresent()) {
      chores.eachMinute(tending);
    }
    LOG.info(
        "Bridge {} ready to call project {} as {}, policy {}",
        Bridge.version(),
        google.project(),
        account.map(ServiceAccount::value).orElse("the federated principal"),
        policy.get().version());
    return new Bridge(
        http,
        new JobCalls(http, new JobSurface(settings.maxBody()), orders, jobs),
        new QueueJobs(jobs, inFlight),
        operators,
        new Health(
            () -> tokens.ready(account), policy, journal, tending, bodies, settings.platform()));
  }

  private Journal journal() {
    return new Journal(
        storage.files(Names.AUDIT),
        new Origin(
            UUID.randomUUID().toString(),
            Bridge.version(),
            settings.platform().slot(),
            settings.platform().instance(),
            policy.get().version()),
        Journal.Options.of(settings.audit() == Settings.AuditMode.REQUIRED),
        clock,
        insights::auditFailed);
  }

  private Jobs jobs(Orders orders) {
    TypedVertexJobs vertexJobs =
        new TypedVertexJobs(
            new JobClient(
                google.project(), grpc, tokens, clock, Bridge.version(), VertexOptions.DEFAULT));
    return new Jobs(
        new Jobs.Places(
            storage.table(Names.JOBS),
            storage.table(Names.AGENDA),
            storage.container(Names.BODIES),
            storage.queues()),
        new Jobs.Formats(Answers::errorBody, QueueSurface::idOf),
        new PipelineWork(pipeline, policy, account, orders, vertexJobs, bodies, this::ended, clock),
        this::happened,
        new JobRules(
            settings.jobs().attempts(), settings.jobs().lease(), settings.jobs().retention()),
        Executors.newSingleThreadScheduledExecutor(Threads.factory("bridge-leases")),
        () -> UUID.randomUUID().toString(),
        clock);
  }

  private void ended(CallReport report) {
    insights.ended(report);
    audit.ended(report);
    unknown.ended(report);
    recorder.ended(report);
  }

  private void happened(JobReport report) {
    try (CallScope scope = CallScope.of(report.correlationId())) {
      insights.happened(report);
      audit.happened(report);
    }
  }

  /**
   * What costs the first call much: the shared counts if a rule has limits, the classes of gRPC if
   * an alias asks for it.
   */
  private void warm(Policy next) {
    if (next.hasLimits()) {
      limiter.warm();
    }
    next.aliases().stream()
        .flatMap(name -> next.alias(name).stream())
        .filter(alias -> alias.transport() == Transport.GRPC)
        .map(alias -> grpc.of(alias.locations().get(0)))
        .distinct()
        .forEach(vertex::warmGrpc);
  }
}
