package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
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
import io.github.vertexbridge.vertex.Attempts;
import io.github.vertexbridge.vertex.VertexCall;
import io.github.vertexbridge.vertex.VertexReply;
import io.github.vertexbridge.vertex.VertexTrace;
import java.net.URI;
import java.util.List;
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
  private final Attempts vertex;

  Pipeline(
      ProjectId project,
      Optional<ServiceAccount> defaultAccount,
      Policy policy,
      VertexHosts rest,
      VertexHosts grpc,
      Attempts vertex) {
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
    Optional<Alias> alias = aliasOf(ask);
    Places places = Places.decide(policy, caller, targets(ask, alias), alias.map(Alias::name));
    Target target = places.first();
    progress.target(target, alias.map(Alias::name));

    Decision decision = places.decision();
    progress.rule(decision.rule());
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

    Headers sent = places.headers(headers);
    Deadline end = decision.terms().deadline().map(deadline::within).orElse(deadline);
    List<VertexCall> calls =
        reachable(places.serving(sent)).stream()
            .map(
                to ->
                    new VertexCall(
                        to,
                        origin(to),
                        ask.query(),
                        sent,
                        guarded.body(),
                        decision.as().or(() -> defaultAccount),
                        progress.correlationId(),
                        end))
            .toList();
    VertexTrace trace = new VertexTrace();
    try {
      VertexReply reply = vertex.call(calls, trace);
      progress.answered(reply.usage(), reply.facts());
      return reply.answer();
    } catch (FailureException e) {
      Target tried = trace.target().orElse(target);
      throw new FailureException(Hints.with(e.failure(), tried, caller, alias, policy), e);
    } finally {
      trace.token().ifPresent(token -> progress.token(trace.tokenFromCache(), token.origin()));
      trace.hops().forEach(progress::hop);
      trace.target().ifPresent(tried -> progress.target(tried, alias.map(Alias::name)));
      progress.attempts(trace.attempts());
    }
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

  /** The same call in each location that may come into question. */
  private List<Target> targets(Ask ask, Optional<Alias> alias) {
    if (alias.isEmpty()) {
      return List.of(ask.target().orElseThrow());
    }
    return ask.target()
        .map(written -> AliasTargets.of(alias.get(), written))
        .orElseGet(() -> AliasTargets.of(alias.get(), ask.action(), project));
  }

  /** A setting may list addresses for fewer locations than an alias has. */
  private List<Target> reachable(Places places) {
    List<Target> known =
        places.targets().stream().filter(to -> hosts(to).knows(to.location())).toList();
    return known.isEmpty() ? List.of(places.first()) : known;
  }

  private URI origin(Target target) {
    return hosts(target).of(target.location());
  }

  private VertexHosts hosts(Target target) {
    return target.transport() == Transport.GRPC ? grpc : rest;
  }
}
