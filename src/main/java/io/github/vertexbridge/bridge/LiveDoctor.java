package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.HopSink;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.config.Settings;
import io.github.vertexbridge.doctor.Look;
import io.github.vertexbridge.doctor.Observed;
import io.github.vertexbridge.doctor.Step;
import io.github.vertexbridge.identity.ChainProbe;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.target.VertexHosts;
import io.github.vertexbridge.vertex.VertexCall;
import io.github.vertexbridge.vertex.VertexClient;
import io.github.vertexbridge.vertex.VertexOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * Looks at the running app from inside: takes every hop once, past the token cache, and makes the
 * smallest calls to Vertex that there are. A hop that fails ends the walk.
 */
public final class LiveDoctor {
  private static final Duration CALL = Duration.ofSeconds(10);

  private final Settings settings;
  private final Map<String, String> shown;
  private final Supplier<Policy> policies;
  private final ChainProbe chain;
  private final List<Supplier<Look>> beside;
  private final InstantSource clock;

  /**
   * @param shown the settings that operators may see
   * @param policies gives the policy in force
   * @param beside what else to look at: storage, audit
   * @param sink is told of the hops that it tries
   */
  public LiveDoctor(
      Settings settings,
      Map<String, String> shown,
      Supplier<Policy> policies,
      List<Supplier<Look>> beside,
      HopSink sink,
      InstantSource clock) {
    this.settings = settings;
    this.shown = shown;
    this.policies = policies;
    this.chain = ChainProbe.connect(settings, sink, clock);
    this.beside = List.copyOf(beside);
    this.clock = clock;
  }

  /**
   * Looks once.
   *
   * @param platform readings of the platform
   */
  public Observed observe(Map<String, String> platform) {
    List<Look> looks = new ArrayList<>();
    walk(looks);
    beside.forEach(look -> looks.add(look.get()));
    return new Observed(clock.instant(), shown, looks, platform);
  }

  private void walk(List<Look> looks) {
    Policy policy = policies.get();
    ChainProbe.Walk walk = chain.begin();
    if (!take(looks, Step.MANAGED_IDENTITY, () -> subject(walk)).isOk()) {
      return;
    }
    if (!take(looks, Step.STS, () -> hop(Step.STS, "", walk.exchange())).isOk()) {
      return;
    }
    Set<ServiceAccount> accounts = new TreeSet<>(Comparator.comparing(ServiceAccount::value));
    accounts.addAll(policy.serviceAccounts());
    settings.google().defaultServiceAccount().ifPresent(accounts::add);
    for (ServiceAccount account : accounts) {
      take(
          looks,
          Step.IMPERSONATION,
          account.value(),
          () -> hop(Step.IMPERSONATION, account.value(), walk.mint(account)));
    }
    vertex(looks, walk, VertexProbe.of(policy, settings.google()));
  }

  private Look subject(ChainProbe.Walk walk) {
    Instant start = clock.instant();
    Map<String, Object> claims = walk.managedIdentity();
    return new Look(Step.MANAGED_IDENTITY, "", since(start), claims, Map.of(), Optional.empty());
  }

  private static Look hop(Step step, String subject, HopRecord record) {
    Map<String, String> facts = new TreeMap<>();
    record.expiry().ifPresent(at -> facts.put("expires", at.toString()));
    return Look.ok(step, subject, record.duration(), facts);
  }

  private void vertex(List<Look> looks, ChainProbe.Walk walk, List<VertexProbe> probes) {
    VertexHosts hosts = new VertexHosts(settings.google().vertexEndpoint());
    try (VertexClient client =
        new VertexClient(walk.tokens(), clock, Bridge.version(), VertexOptions.DEFAULT)) {
      for (VertexProbe probe : probes) {
        if (walk.tokens().current(probe.as()).isPresent()) {
          looks.add(call(client, hosts, probe));
        }
      }
    }
  }

  private Look call(VertexClient client, VertexHosts hosts, VertexProbe probe) {
    Target target = probe.target();
    Map<String, String> facts = new TreeMap<>();
    facts.put("model", target.model().value());
    facts.put("location", target.location().value());
    facts.put("alias", probe.alias());
    facts.put("as", probe.as().map(ServiceAccount::value).orElse(""));
    Instant start = clock.instant();
    try {
      URI origin = hosts.of(target.location());
      facts.put("host", String.valueOf(origin.getAuthority()));
      client.call(
          new VertexCall(
              target,
              origin,
              "",
              Headers.NONE,
              probe.body().getBytes(StandardCharsets.UTF_8),
              probe.as(),
              CorrelationId.fresh(),
              Deadline.after(CALL, clock)));
      return Look.ok(Step.VERTEX, target.label(), since(start), facts);
    } catch (FailureException e) {
      return new Look(
          Step.VERTEX,
          target.label(),
          since(start),
          Map.of(),
          facts,
          Optional.of(Look.Trouble.of(e.failure())));
    }
  }

  private Look take(List<Look> looks, Step step, Supplier<Look> hop) {
    return take(looks, step, "", hop);
  }

  private Look take(List<Look> looks, Step step, String subject, Supplier<Look> hop) {
    Instant start = clock.instant();
    Look look;
    try {
      look = hop.get();
    } catch (FailureException e) {
      look = Look.failed(step, subject, since(start), e.failure());
    }
    looks.add(look);
    return look;
  }

  private Duration since(Instant start) {
    return Duration.between(start, clock.instant());
  }
}
