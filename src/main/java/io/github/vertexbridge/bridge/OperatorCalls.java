package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
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
import io.github.vertexbridge.surface.Answers;
import io.github.vertexbridge.surface.Correlation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages for operators: callers with the app role {@code Bridge.Operate}. Others get nothing of
 * them, not even whether something is wrong. Thread safe.
 */
final class OperatorCalls {
  static final String ROLE = "Bridge.Operate";

  private static final Logger LOG = LoggerFactory.getLogger(OperatorCalls.class);

  /** Each run takes every hop once: often enough, and no more. */
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private static final String REFRESH_OFF = "refresh=off";

  private final Function<Headers, Caller> callers;
  private final Settings settings;
  private final Policy policy;
  private final StorageAccount storage;
  private final GoogleTokens tokens;
  private final Recorder recorder;
  private final HopSink unknown;
  private final InstantSource clock;
  private final Doctor doctor = new Doctor(Catalogue.load());
  private final StatusPage page = new StatusPage();
  private final Object running = new Object();
  private @Nullable LiveDoctor live;
  private byte[] last = new byte[0];
  private Instant lastAt = Instant.EPOCH;

  OperatorCalls(
      Function<Headers, Caller> callers,
      Settings settings,
      Policy policy,
      StorageAccount storage,
      GoogleTokens tokens,
      Recorder recorder,
      HopSink unknown,
      InstantSource clock) {
    this.callers = callers;
    this.settings = settings;
    this.policy = policy;
    this.storage = storage;
    this.tokens = tokens;
    this.recorder = recorder;
    this.unknown = unknown;
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
    CorrelationId id = Correlation.of(inbound.headers());
    try {
      if (!callers.apply(inbound.headers()).roles().contains(ROLE)) {
        throw Failure.of(
                FailureCode.POLICY_DENIED,
                "This page is for operators.",
                "Ask the bridge's owner for the app role " + ROLE + ".")
            .asException();
      }
      return Answers.of(answer.get(), id, Optional.empty(), Optional.empty());
    } catch (FailureException e) {
      return Answers.of(e.failure(), id, Optional.empty(), Optional.empty());
    } catch (RuntimeException e) {
      LOG.error("Unexpected, correlation id {}: {}", id, SafeStack.of(e));
      return Answers.of(HttpCalls.unexpected(), id, Optional.empty(), Optional.empty());
    }
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
                settings,
                ShownSettings.ofThisProcess(),
                policy,
                List.of(this::lookAtQueue),
                unknown,
                clock);
      }
      Observed observed = live.observe(PlatformReadings.of(request));
      Evidence evidence =
          new Evidence(
              observed.at(),
              Optional.of(new AppSettings(observed.settings(), true)),
              Optional.empty(),
              Optional.of(new PolicyFile(settings.policy(), Optional.of(policy), List.of())),
              Optional.of(observed));
      last =
          ReportJson.text(ReportJson.of(doctor.examine(evidence), observed))
              .getBytes(StandardCharsets.UTF_8);
      lastAt = clock.instant();
      return last;
    }
  }

  private Look lookAtQueue() {
    Instant start = clock.instant();
    try {
      OptionalInt waiting = storage.waiting(Names.REQUESTS);
      Map<String, String> facts =
          waiting.isPresent() ? Map.of("messages", String.valueOf(waiting.getAsInt())) : Map.of();
      return Look.ok(Step.STORAGE, Names.REQUESTS, Duration.between(start, clock.instant()), facts);
    } catch (FailureException e) {
      return Look.failed(
          Step.STORAGE, Names.REQUESTS, Duration.between(start, clock.instant()), e.failure());
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
        policy.version(),
        Optional.empty(),
        queues(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
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
