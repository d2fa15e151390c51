package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.HopSink;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.TokenSource;
import io.github.vertexbridge.config.Settings;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hops from the managed identity to Google's access tokens, behind a cache.
 *
 * <p>One entry a service account, and one for the federated token that all of them share and that
 * direct calls use; provider and scope are the same for the whole instance. While a token is valid
 * no caller waits, locks or fails for the cache's sake; when none is, all callers join one attempt
 * and its failure is answered from memory until the next. Fails closed.
 *
 * <p>Refreshes are started by reads and by a tick once a second: by reads alone, the first caller
 * after a quiet hour would wait. Thread safe.
 */
public final class GoogleTokens implements TokenSource, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GoogleTokens.class);
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final int FLIGHTS = 32;
  private static final int SALT_BYTES = 16;

  private record Entry(TokenCell cell, Impersonation fetch) {}

  private final Federation federation;
  private final TokenCell federated;
  private final Hops hops;
  private final Timing timing;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Executor executor;
  private final Runnable stop;
  private final ConcurrentMap<ServiceAccount, Entry> entries = new ConcurrentHashMap<>();
  private final Set<Optional<ServiceAccount>> warm = ConcurrentHashMap.newKeySet();
  private volatile boolean direct;

  /**
   * @param executor where hops are taken; may refuse work once {@code stop} has run
   * @param random thread safe
   * @param stop ends what the executor and the tick run on
   */
  GoogleTokens(
      SubjectSource source,
      Hops hops,
      Timing timing,
      InstantSource clock,
      RandomGenerator random,
      Executor executor,
      Runnable stop) {
    this.hops = hops;
    this.timing = timing;
    this.clock = clock;
    this.random = random;
    this.executor = executor;
    this.stop = stop;
    this.federation = new Federation(new SubjectTokens(source, clock), hops, executor);
    this.federated = new TokenCell("federated token", federation, timing, clock, random);
  }

  /**
   * Connects to the real chain: the platform's identity endpoint, STS and IAM Credentials.
   *
   * @param sink is told of every hop that was tried, failed ones too
   */
  public static GoogleTokens connect(Settings settings, HopSink sink, InstantSource clock) {
    return connect(settings, sink, clock, null);
  }

  /**
   * @param tls null for the JVM's default
   */
  static GoogleTokens connect(
      Settings settings, HopSink sink, InstantSource clock, @Nullable SSLContext tls) {
    ExecutorService flights = Daemons.pool("identity", FLIGHTS);
    ExecutorService library = Daemons.pool("identity-library", 2);
    ExecutorService http = Daemons.pool("identity-http", 2);
    ScheduledExecutorService ticker = Daemons.scheduler("identity-tick");
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    TokenClaims claims = new TokenClaims(salt);
    HopClient client = new HopClient(HopClient.http(http, tls), settings.hopTimeout(), clock);
    SubjectSource source =
        new ManagedIdentity(
            client,
            library,
            settings.entra().managedIdentity(),
            settings.entra().federationResource(),
            claims,
            sink);
    Hops hops =
        new GoogleHops(
            client,
            settings.google().stsEndpoint(),
            settings.google().iamEndpoint(),
            settings.google().provider(),
            claims,
            sink);
    GoogleTokens tokens =
        new GoogleTokens(
            source,
            hops,
            Timing.STANDARD,
            clock,
            new Random(),
            flights,
            () -> List.of(ticker, flights, library, http).forEach(ExecutorService::shutdownNow));
    ScheduledFuture<?> unused =
        ticker.scheduleWithFixedDelay(
            tokens::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    return tokens;
  }

  @Override
  public BearerToken token(Optional<ServiceAccount> as, Deadline deadline) {
    return cell(as).token(deadline);
  }

  @Override
  public Optional<BearerToken> current(Optional<ServiceAccount> as) {
    return cell(as).current();
  }

  @Override
  public void reject(Optional<ServiceAccount> as, BearerToken token) {
    cell(as).reject(token);
  }

  /**
   * Starts the first attempt in the background and keeps trying until there is a token; never
   * throws.
   */
  public void warm(Optional<ServiceAccount> as) {
    warm.add(as);
    cell(as).tick(true);
  }

  /** Whether a valid token is cached now. */
  public boolean ready(Optional<ServiceAccount> as) {
    return cell(as).state().valid(clock.millis());
  }

  /** One state for the federated token, then one a service account by its name. */
  public List<TokenState> snapshot() {
    List<TokenState> states = new ArrayList<>();
    states.add(state(Optional.empty(), federated.state(), federation.exchanges(), 0));
    entries.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(Comparator.comparing(ServiceAccount::value)))
        .forEach(
            e ->
                states.add(
                    state(
                        Optional.of(e.getKey()),
                        e.getValue().cell().state(),
                        0,
                        e.getValue().fetch().mints())));
    return List.copyOf(states);
  }

  /** Stops all attempts; tokens that are still valid stay readable. */
  @Override
  public void close() {
    stop.run();
    federated.close();
    entries.values().forEach(entry -> entry.cell().close());
  }

  /** Refreshes what is due; run once a second. */
  void tick() {
    try {
      if (direct) {
        federated.tick(warm.contains(Optional.<ServiceAccount>empty()));
      }
      entries.forEach((as, entry) -> entry.cell().tick(warm.contains(Optional.of(as))));
    } catch (RuntimeException e) {
      // A scheduled task that throws would not run again.
      log.error("tick", e);
    }
  }

  private TokenCell cell(Optional<ServiceAccount> as) {
    if (as.isEmpty()) {
      if (!direct) {
        direct = true;
      }
      return federated;
    }
    Entry known = entries.get(as.get());
    return known != null ? known.cell() : entries.computeIfAbsent(as.get(), this::entry).cell();
  }

  private Entry entry(ServiceAccount as) {
    Impersonation fetch = new Impersonation(as, federated, hops, executor);
    return new Entry(new TokenCell(as.value(), fetch, timing, clock, random), fetch);
  }

  private TokenState state(
      Optional<ServiceAccount> as, CellState cell, long exchanges, long mints) {
    boolean tried = cell.token() != null || cell.failures() > 0;
    return new TokenState(
        as,
        cell.valid(clock.millis()),
        Optional.ofNullable(cell.token()).map(BearerToken::expiry),
        tried ? Optional.of(Instant.ofEpochMilli(cell.dueAt())) : Optional.empty(),
        cell.flight() != null,
        cell.failures(),
        Optional.ofNullable(cell.lastFailure()),
        exchanges,
        mints);
  }
}
