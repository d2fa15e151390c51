package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.TokenSource;
import io.github.vertexbridge.call.Transport;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.X509TrustManager;

/**
 * Calls Vertex AI once, with the access token of the identity chain, over the target's transport.
 *
 * <p>A 401 is healed once: the token is rejected at its source, and the call made again with the
 * next one. Nothing else is repeated here: see {@link Attempts}.
 */
public final class VertexClient implements OneCall, AutoCloseable {
  private static final String KEEP_ALIVE = "jdk.httpclient.keepalive.timeout";

  private final TokenCalls tokens;
  private final VertexTransport rest;
  private final Lazy<GrpcTransport> grpc;
  private final Refusals refusals;

  /**
   * @param tokens where access tokens come from
   * @param clock tells the time
   * @param version ours, for the User-Agent
   */
  public VertexClient(
      TokenSource tokens, InstantSource clock, String version, VertexOptions options) {
    this(tokens, clock, version, options, Optional.empty());
  }

  /**
   * @param trust whom to trust instead of the JVM's trust store
   */
  VertexClient(
      TokenSource tokens,
      InstantSource clock,
      String version,
      VertexOptions options,
      Optional<X509TrustManager> trust) {
    this.tokens = new TokenCalls(tokens, clock);
    this.rest = new RestTransport(version, options, trust);
    // gRPC costs 2,200 classes: they are loaded with the first call that needs them.
    this.grpc = new Lazy<>(() -> new GrpcTransport(version, options, trust));
    this.refusals = new Refusals(clock);
  }

  /**
   * Makes the JDK's HTTP client drop connections that were idle for a minute, unless the command
   * line says otherwise. Its default in Java 17 is 20 min, but Azure's outbound NAT forgets a
   * connection after 4 min, silently: the next call on it would hang until its deadline.
   *
   * <p>Counts only before the first {@link java.net.http.HttpClient} of the process is made.
   */
  public static void boundIdleConnections() {
    if (System.getProperty(KEEP_ALIVE) == null) {
      System.setProperty(KEEP_ALIVE, "60");
    }
  }

  /** As {@link #call(VertexCall, VertexTrace)}, for callers who need no trace of failed calls. */
  public VertexReply call(VertexCall call) {
    return call(call, new VertexTrace());
  }

  /**
   * Makes the call.
   *
   * @param trace a new one; filled also when the call fails
   * @return Vertex's answer if it is 2xx
   * @throws FailureException with hop {@code vertex} for everything that Vertex or the way to it
   *     did, with the refusal as it came in {@link Failure#upstream()}; without a hop for a body
   *     that cannot go over gRPC; the identity chain's failures unchanged
   */
  @Override
  public VertexReply call(VertexCall call, VertexTrace trace) {
    VertexTransport transport = transportOf(call.target());
    Answer answer =
        tokens.call(
            call,
            trace,
            new TokenCalls.Way<>(token -> send(transport, call, token), Answer::status));
    if (!TokenCalls.succeeded(answer.status())) {
      throw refusals.failure(call, answer).asException();
    }
    AnswerFacts facts = AnswerFacts.of(answer);
    return new VertexReply(
        answer,
        trace.token().orElseThrow(),
        trace.tokenFromCache(),
        trace.hops(),
        facts.usage(),
        facts.facts());
  }

  @Override
  public void check(VertexCall call) {
    transportOf(call.target()).check(call);
  }

  /** Loads what a first gRPC call to this origin would load; calls nothing. */
  public void warmGrpc(URI origin) {
    grpc.get().warm(origin);
  }

  private static Answer send(VertexTransport transport, VertexCall call, BearerToken token) {
    Answer answer = transport.send(call, token);
    return call.target().rest().streams() ? EarlyError.orAsItIs(answer) : answer;
  }

  private VertexTransport transportOf(Target target) {
    if (target.transport() == Transport.REST) {
      return rest;
    }
    if (target.action().value().equals("predict") && target.resource().endpointId().isPresent()) {
      return grpc.get();
    }
    throw Failure.of(
            FailureCode.ACTION_UNKNOWN,
            "The alias is called over gRPC, which serves predict on endpoints only.",
            "Remove \"transport\": \"grpc\" from the alias, or call predict.")
        .asException();
  }

  @Override
  public void close() {
    rest.close();
    // By the interface: naming the class here would load it, and gRPC behind it.
    Consumer<VertexTransport> closing = VertexTransport::close;
    grpc.ifMade(closing);
  }
}
