package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.HopSink;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.config.Settings;
import io.github.vertexbridge.config.ShownSettings;
import io.github.vertexbridge.doctor.AppSettings;
import io.github.vertexbridge.doctor.Catalogue;
import io.github.vertexbridge.doctor.Doctor;
import io.github.vertexbridge.doctor.Evidence;
import io.github.vertexbridge.doctor.Look;
import io.github.vertexbridge.doctor.Observed;
import io.github.vertexbridge.doctor.PolicyFile;
import io.github.vertexbridge.doctor.ReportJson;
import io.github.vertexbridge.doctor.Step;
import io.github.vertexbridge.identity.GoogleTokens;
import io.github.vertexbridge.identity.TokenState;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.status.Recorder;
import io.github.vertexbridge.status.Snapshot;
import io.github.vertexbridge.status.StatusPage;
import io.github.vertexbridge.storage.Names;
import io.github.vertexbridge.storage.StorageAccount;
import io.github.vertexbridge.surface.Surface;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pages for operators: callers with the app role {@code Bridge.Operate}. Others get nothing of
 * them, not even whether something is wrong. Thread safe.
 */
final class OperatorCalls {
  /** Each run takes every hop once: often enough, and no more. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final String REFRESH_OFF = "refresh=off";

  private final HttpCalls calls;
  private final Settings settings;
  private final Supplier<Policy> policies;
  private final StorageAccount storage;
  private final GoogleTokens tokens;
  private final Recorder recorder;
  private final HopSink unknown;
  private final House house;
  private final InstantSource clock;
  private final Doctor doctor = new Doctor(Catalogue.load());
  private final StatusPage page = new StatusPage();
  private final Object running = new Object();
  private @Nullable LiveDoctor live;
  private byte[] last = new byte[0];
  private Instant lastAt = Instant.EPOCH;

  OperatorCalls(
      HttpCalls calls,
      Settings settings,
      Supplier<Policy> policies,
      StorageAccount storage,
      GoogleTokens tokens,
      Recorder recorder,
      HopSink unknown,
      House house,
      InstantSource clock) {
    this.calls = calls;
    this.settings = settings;
    this.policies = policies;
    this.storage = storage;
    this.tokens = tokens;
    this.recorder = recorder;
    this.unknown = unknown;
    this.house = house;
    this.clock = clock;
  }

  /** The report and what it rests on, as JSON; at most one look in 10 s. */
  Answer doctor(Inbound inbound, String request) {
    return forOperators(
        inbound,
        () ->
            new Answer(
                200,
                new Headers(
                    Map.of(
                        "content-type", "application/json; charset=utf-8",
                        "cache-control", "no-store",
                        "x-content-type-options", "nosniff")),
                report(request)));
  }

  /** The status page. */
  Answer status(Inbound inbound) {
    boolean refreshing = !inbound.query().contains(REFRESH_OFF);
    return forOperators(
        inbound,
        () -> {
          Headers headers =
              new Headers(
                  Map.of(
                      "content-type", "text/html; charset=utf-8",
                      "content-security-policy", page.securityPolicy(),
                      "cache-control", "no-store",
                      "referrer-policy", "no-referrer",
                      "x-content-type-options", "nosniff"));
          return new Answer(
              200,
              // By header: a page without script, that a reader can stop.
              refreshing ? headers.with("refresh", "30") : headers,
              page.render(snapshot(), refreshing).getBytes(StandardCharsets.UTF_8));
        });
  }

  private Answer forOperators(Inbound inbound, Supplier<Answer> answer) {
    return calls.verified(
        Surface.OPERATOR,
        inbound,
        (in, caller, deadline, progress) -> {
          Operators.demand(caller);
          return answer.get();
        });
  }

  /** One look at a time; who comes while it runs gets the same. */
  private byte[] report(String request) {
    synchronized (running) {
      if (last.length > 0 && clock.instant().isBefore(lastAt.plus(PAUSE))) {
        return last;
      }
      if (live == null) {
        live =
            new LiveDoctor(
                settings, ShownSettings.ofThisProcess(), policies, looks(), unknown, clock);
      }
      Observed observed = live.observe(PlatformReadings.of(request));
      Evidence evidence =
          new Evidence(
              observed.at(),
              Optional.of(new AppSettings(observed.settings(), true)),
              Optional.empty(),
              Optional.of(
                  new PolicyFile(settings.policy(), Optional.of(policies.get()), List.of())),
              Optional.of(observed));
      last =
          ReportJson.text(ReportJson.of(doctor.examine(evidence), observed))
              .getBytes(StandardCharsets.UTF_8);
      lastAt = clock.instant();
      return last;
    }
  }

  /** Beside the identity chain: without a storage account there is nothing to look at. */
  private List<Supplier<Look>> looks() {
    return settings.storage().blobService().isPresent()
        ? List.of(this::lookAtQueue, this::lookAtAudit)
        : List.of(this::lookAtQueue);
  }

  private Look lookAtQueue() {
    return look(
        Step.STORAGE,
        Names.REQUESTS,
        () -> {
          OptionalInt waiting = storage.waiting(Names.REQUESTS);
          return waiting.isPresent()
              ? Map.of("messages", String.valueOf(waiting.getAsInt()))
              : Map.of();
        });
  }

  /** Whether the container can be reached, and whether the last lines could be written. */
  private Look lookAtAudit() {
    return look(
        Step.AUDIT,
        Names.AUDIT,
        () -> {
          var unused = storage.files(Names.AUDIT).list("none-of-this-name");
          Snapshot.Audit audit = house.audit();
          return Map.of(
              "waiting", String.valueOf(audit.waiting()), "lost", String.valueOf(audit.lost()));
        });
  }

  private Look look(Step step, String subject, Supplier<Map<String, String>> facts) {
    Instant start = clock.instant();
    try {
      Map<String, String> seen = facts.get();
      return Look.ok(step, subject, Duration.between(start, clock.instant()), seen);
    } catch (FailureException e) {
      return Look.failed(step, subject, Duration.between(start, clock.instant()), e.failure());
    }
  }

  private Snapshot snapshot() {
    return new Snapshot(
        clock.instant(),
        new Snapshot.App(
            Bridge.version(),
            settings.google().project().value(),
            settings.platform().instance(),
            settings.platform().slot()),
        tokens.snapshot().stream().map(OperatorCalls::token).toList(),
        recorder.activity(),
        policies.get().version(),
        Optional.of(house.audit()),
        queues(),
        Optional.of(house.cooling()),
        Optional.of(house.limits()),
        Optional.of(house.jobs()));
  }

  private static Snapshot.Token token(TokenState state) {
    return new Snapshot.Token(
        state.as().map(ServiceAccount::value).orElse("federated principal"),
        state.valid(),
        state.expiry(),
        state.next(),
        state.consecutiveFailures(),
        state.lastFailure().map(Failure::seen).filter(seen -> state.consecutiveFailures() > 0),
        state.exchanges(),
        state.mints());
  }

  private List<Snapshot.Queue> queues() {
    List<Snapshot.Queue> queues = new ArrayList<>();
    for (String name : List.of(Names.REQUESTS, Names.poisonOf(Names.REQUESTS), Names.RESULTS)) {
      Optional<Integer> messages;
      try {
        OptionalInt waiting = storage.waiting(name);
        if (waiting.isEmpty()) {
          return List.of();
        }
        messages = Optional.of(waiting.getAsInt());
      } catch (FailureException e) {
        messages = Optional.empty();
      }
      queues.add(new Snapshot.Queue(name, messages));
    }
    return queues;
  }
}
