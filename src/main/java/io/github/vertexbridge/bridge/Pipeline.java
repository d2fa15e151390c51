package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import io.github.vertexbridge.guard.Guarded;
import io.github.vertexbridge.guard.Guards;
import io.github.vertexbridge.limits.Limiter;
import io.github.vertexbridge.limits.Permit;
import io.github.vertexbridge.policy.Alias;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.surface.Ask;
import io.github.vertexbridge.surface.BridgeSurface;
import io.github.vertexbridge.target.VertexHosts;
import io.github.vertexbridge.vertex.VertexCall;
import io.github.vertexbridge.vertex.VertexClient;
import io.github.vertexbridge.vertex.VertexReply;
import io.github.vertexbridge.vertex.VertexTrace;
import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The stages that every call takes, whatever surface it came by: target, policy, credential,
 * Vertex. Thread safe.
 */
final class Pipeline {
  private final ProjectId project;
  private final Optional<ServiceAccount> defaultAccount;
  private final Supplier<Policy> policies;
  private final VertexHosts rest;
  private final VertexHosts grpc;
  private final VertexClient vertex;
  private final Limiter limiter;

  Pipeline(
      ProjectId project,
      Optional<ServiceAccount> defaultAccount,
      Supplier<Policy> policies,
      VertexHosts rest,
      VertexHosts grpc,
      VertexClient vertex,
      Limiter limiter) {
    this.project = project;
    this.defaultAccount = defaultAccount;
    this.policies = policies;
    this.rest = rest;
    this.grpc = grpc;
    this.vertex = vertex;
    this.limiter = limiter;
  }

  /**
   * Runs one call to its answer.
   *
   * @param headers those of the request; few of them go on to Vertex
   * @param progress is told each stage's outcome
   * @return what Vertex answered, a 2xx
   * @throws io.github.vertexbridge.call.FailureException for everything else
   */
  Answer run(Ask ask, Caller caller, Headers headers, Deadline deadline, Progress progress) {
    Policy policy = policies.get(); // one and the same for the whole call
    progress.policy(policy.version());
    Optional<Alias> alias = aliasOf(ask, policy);
    Target target = target(ask, alias);
    progress.target(target, alias.map(Alias::name));

    Decision decision = policy.decide(caller, target, alias.map(Alias::name));
    progress.rule(decision.rule());
    progress.shadow(decision.shadow());
    if (!decision.allowed()) {
      throw Failure.of(
              FailureCode.POLICY_DENIED,
              decision.reason(),
              "Ask the owner of the bridge's policy for a rule that allows it.")
          .asException();
    }

    Guarded guarded =
        Guards.apply(
            target,
            decision.terms(),
            alias.map(Alias::resource).filter(model -> AliasTargets.inBody(target)),
            progress.correlationId(),
            ask.body());
    progress.edited(guarded.edited());

    VertexTrace trace = new VertexTrace();
    try (Permit permit = limiter.admit(decision, caller, target, guarded.body().length, deadline)) {
      progress.shadow(permit.shadow());
      VertexReply reply =
          vertex.call(
              new VertexCall(
                  target,
                  origin(target),
                  ask.query(),
                  headers,
                  guarded.body(),
                  decision.as().or(() -> defaultAccount),
                  progress.correlationId(),
                  deadline),
              trace);
      permit.used(reply.usage());
      progress.usage(reply.usage());
      return reply.answer();
    } finally {
      trace.token().ifPresent(token -> progress.token(trace.tokenFromCache(), token.origin()));
      trace.hops().forEach(progress::hop);
    }
  }

  /** The alias that is called: by name, or as the model of a path or body. */
  private static Optional<Alias> aliasOf(Ask ask, Policy policy) {
    if (ask.alias().isPresent()) {
      AliasName name = ask.alias().get();
      return Optional.of(
          policy.alias(name).orElseThrow(() -> BridgeSurface.unknown(name.value()).asException()));
    }
    return ask.target()
        .filter(target -> target.rest().inProject())
        .map(Target::model)
        .filter(model -> model.publisher().filter("google"::equals).isPresent())
        .flatMap(ResourceName::model)
        .flatMap(AliasName::parse)
        .flatMap(policy::alias);
  }

  private Target target(Ask ask, Optional<Alias> alias) {
    if (alias.isEmpty()) {
      return ask.target().orElseThrow();
    }
    return ask.target()
        .map(written -> AliasTargets.of(alias.get(), written))
        .orElseGet(() -> AliasTargets.of(alias.get(), ask.action(), project));
  }

  private URI origin(Target target) {
    return (target.transport() == Transport.GRPC ? grpc : rest).of(target.location());
  }
}
