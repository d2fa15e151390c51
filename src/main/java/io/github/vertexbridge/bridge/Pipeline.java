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

/**
 * The stages that every call takes, whatever surface it came by: target, policy, credential,
 * Vertex. Thread safe.
 */
final class Pipeline {
  private final ProjectId project;
  private final Optional<ServiceAccount> defaultAccount;
  private final Policy policy;
  private final VertexHosts rest;
  private final VertexHosts grpc;
  private final VertexClient vertex;

  Pipeline(
      ProjectId project,
      Optional<ServiceAccount> defaultAccount,
      Policy policy,
      VertexHosts rest,
      VertexHosts grpc,
      VertexClient vertex) {
    this.project = project;
    this.defaultAccount = defaultAccount;
    this.policy = policy;
    this.rest = rest;
    this.grpc = grpc;
    this.vertex = vertex;
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
    Admission admission = decide(ask, caller, progress);
    Decision decision = admission.granted();
    Target target = admission.target();
    Optional<Alias> alias = admission.alias();

    Guarded guarded =
        Guards.apply(
            target,
            decision.terms(),
            alias.map(Alias::resource).filter(model -> AliasTargets.inBody(target)),
            progress.correlationId(),
            ask.body());
    progress.edited(guarded.edited());

    VertexTrace trace = new VertexTrace();
    try {
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
      progress.usage(reply.usage());
      return reply.answer();
    } finally {
      trace.token().ifPresent(token -> progress.token(trace.tokenFromCache(), token.origin()));
      trace.hops().forEach(progress::hop);
    }
  }

  /**
   * What the policy says about a call.
   *
   * @param target what it comes to
   * @param alias what it is called by
   */
  record Admission(Target target, Optional<Alias> alias, Decision decision) {

    /**
     * The decision, if it allows the call.
     *
     * @throws io.github.vertexbridge.call.FailureException with POLICY_DENIED otherwise
     */
    Decision granted() {
      if (!decision.allowed()) {
        throw Failure.of(
                FailureCode.POLICY_DENIED,
                decision.reason(),
                "Ask the owner of the bridge's policy for a rule that allows it.")
            .asException();
      }
      return decision;
    }
  }

  /** Asks the policy about a call; makes none. */
  Admission decide(Ask ask, Caller caller, Progress progress) {
    Optional<Alias> alias = aliasOf(ask);
    Target target = target(ask, alias);
    progress.target(target, alias.map(Alias::name));
    Decision decision = policy.decide(caller, target, alias.map(Alias::name));
    progress.rule(decision.rule());
    return new Admission(target, alias, decision);
  }

  /** The alias that is called: by name, or as the model of a path or body. */
  private Optional<Alias> aliasOf(Ask ask) {
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
