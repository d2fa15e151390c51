package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.EndpointOverride;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.RestForm;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import io.github.vertexbridge.target.VertexHosts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Endpoints that have a host of their own: by setting, or because Vertex says so ({@code
 * dedicatedEndpointDns}; the location's host does not serve these). Thread safe.
 *
 * <p>Source: endpoint.proto and "Dedicated public endpoints" of Vertex AI. The name is read and
 * never composed: its middle may be any text.
 */
public final class EndpointHosts {
  /** What dedicated hosts serve; tuned Gemini and explanations they do not. */
  private static final Set<String> SERVED =
      Set.of("predict", "rawPredict", "streamRawPredict", "chatCompletions");

  private static final String GOOGLES = ".prediction.vertexai.goog";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration KEPT = Duration.ofMinutes(10);
  private static final Duration KEPT_AFTER_FAILURE = Duration.ofSeconds(30);

  private static final int MOST_KEPT = 1000;

  private record Key(String endpoint, Optional<ServiceAccount> as) {}

  /**
   * @param host empty: the location's
   * @param denied whether the identity may not read it
   */
  private record Known(Optional<URI> host, boolean denied, Instant until) {}

  private final OneCall client;
  private final VertexHosts rest;
  private final Map<String, URI> configured;
  private final InstantSource clock;
  private final Map<Key, Cell> cells = new ConcurrentHashMap<>();

  /**
   * @param rest where endpoints are read
   * @param configured origins by endpoint id; they win
   */
  public EndpointHosts(
      VertexClient client, VertexHosts rest, Map<String, URI> configured, InstantSource clock) {
    this((OneCall) client, rest, configured, clock);
  }

  EndpointHosts(
      OneCall client, VertexHosts rest, Map<String, URI> configured, InstantSource clock) {
    this.client = client;
    this.rest = rest;
    this.configured = Map.copyOf(configured);
    this.clock = clock;
  }

  /**
   * The call, at the endpoint's own host if it has one. The first call of an endpoint reads it, as
   * the call's identity; while it is read again, the old answer serves.
   */
  VertexCall place(VertexCall call, VertexTrace trace) {
    Optional<String> id = endpoint(call.target());
    if (id.isEmpty()) {
      return call;
    }
    URI address = configured.get(id.get());
    if (address != null) {
      return call.onOwnHost(address);
    }
    return SERVED.contains(call.target().action().value())
        ? cell(call).host(call, trace).map(call::onOwnHost).orElse(call)
        : call;
  }

  /** What to say when the location's host refuses a call whose own host we may not ask for. */
  Optional<String> hint(VertexCall call) {
    boolean denied =
        endpoint(call.target()).isPresent()
            && Optional.ofNullable(cells.get(key(call))).map(Cell::denied).orElse(false);
    return denied
        ? Optional.of(
            "if this endpoint has a dedicated host, calls need aiplatform.endpoints.get to find it")
        : Optional.empty();
  }

  private static Optional<String> endpoint(Target target) {
    return target.rest().method().equals("POST")
        ? target.resource().endpointId().filter(id -> !id.equals("openapi"))
        : Optional.empty();
  }

  private static Key key(VertexCall call) {
    return new Key(call.target().fullName(), call.as());
  }

  private Cell cell(VertexCall call) {
    if (cells.size() >= MOST_KEPT) {
      cells.values().removeIf(Cell::isOver); // endpoints that do not exist are asked for too
    }
    return cells.computeIfAbsent(key(call), k -> new Cell());
  }

  /** What is known of one endpoint; one call at a time finds out. */
  private final class Cell {
    private final ReentrantLock flight = new ReentrantLock();
    private volatile @Nullable Known known;

    Optional<URI> host(VertexCall call, VertexTrace trace) {
      Known now = known;
      if (now != null && (isFresh(now) || !flight.tryLock())) {
        return now.host();
      }
      if (now == null) {
        client.check(call); // a call that cannot be made is no reason to read anything
        flight.lock(); // for as long as one read may take
      }
      try {
        Known meanwhile = known;
        if (meanwhile == null || !isFresh(meanwhile)) {
          meanwhile = read(call, trace, meanwhile);
          known = meanwhile;
        }
        return meanwhile.host();
      } finally {
        flight.unlock();
      }
    }

    private boolean isFresh(Known value) {
      return clock.instant().isBefore(value.until());
    }

    boolean isOver() {
      Known now = known;
      return now != null && !isFresh(now);
    }

    boolean denied() {
      Known now = known;
      return now != null && now.denied();
    }
  }

  private Known read(VertexCall call, VertexTrace trace, @Nullable Known before) {
    try {
      Answer endpoint = client.call(get(call), trace).answer();
      return new Known(host(endpoint), false, clock.instant().plus(KEPT));
    } catch (FailureException e) {
      FailureCode code = e.failure().code();
      boolean denied = code == FailureCode.VERTEX_PERMISSION_DENIED;
      Optional<URI> host = before == null || denied ? Optional.empty() : before.host();
      return new Known(host, denied, clock.instant().plus(denied ? KEPT : KEPT_AFTER_FAILURE));
    }
  }

  private VertexCall get(VertexCall call) {
    Target target = call.target();
    ResourceName endpoint = target.resource();
    return call.read(
        new Target(
            ApiVersion.V1,
            target.project(),
            target.location(),
            endpoint,
            new ActionName("endpoints.get"),
            endpoint,
            Transport.REST,
            new RestForm("GET", "", true, false)),
        rest.of(target.location()),
        "",
        call.deadline().within(PATIENCE));
  }

  /** Tokens go to Google's own name or where a setting says, and nowhere else. */
  private Optional<URI> host(Answer endpoint) {
    return JsonObjects.of(endpoint.body())
        .flatMap(read -> JsonObjects.text(read, "dedicatedEndpointDns"))
        .filter(dns -> !dns.isBlank())
        .map(dns -> dns.startsWith("https://") ? dns : "https://" + dns)
        .flatMap(EndpointOverride::origin)
        .filter(
            origin ->
                (origin.getHost().endsWith(GOOGLES) && origin.getPort() < 0)
                    || rest.isConfigured(origin));
  }
}
