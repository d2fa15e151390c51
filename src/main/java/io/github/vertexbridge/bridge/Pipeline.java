package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.AuditGate;
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
import io.github.vertexbridge.guard.OpaqueBodies;
import io.github.vertexbridge.limits.Limiter;
import io.github.vertexbridge.limits.Permit;
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
  private final Attempts vertex;
  private final Limiter limiter;
  private final AuditGate audit;

  Pipeline(
      ProjectId project,
      Optional<ServiceAccount> defaultAccount,
      Supplier<Policy> policies,
      VertexHosts rest,
      VertexHosts grpc,
      Attempts vertex,
      Limiter limiter,
      AuditGate audit) {
    this.project = project;
    this.defaultAccount = defaultAccount;
    this.policies = policies;
    this.rest = rest;
    this.grpc = grpc;
    this.vertex = vertex;
    this.limiter = limiter;
    this.audit = audit;
  }

  /** Decides about one call and runs it to its answer, as the methods for these do. */
  Answer run(Ask ask, Caller caller, Headers headers, Deadline deadline, Progress progress) {
    return run(decide(ask, caller, progress), headers, deadline, progress);
  }

  /**
   * Runs a decided call to its answer.
   *
   * @param headers those of the request; few of them go on to Vertex
   * @param progress is told each stage's outcome
   * @return what Vertex answered, a 2xx
   * @throws io.github.vertexbridge.call.FailureException for everything else
   */
  Answer run(Admission admission, Headers headers, Deadline deadline, Progress progress) {
    Prepared prepared = prepare(admission, progress);
    Decision decision = admission.decision();
    Caller caller = admission.caller();
    Ask ask = admission.ask();
    Places places = admission.places();
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
                        prepared.body(),
                        prepared.as(),
                        progress.correlationId(),
                        end))
            .toList();
    VertexTrace trace = new VertexTrace();
    try (Permit permit = reserve(prepared, end, progress)) {
      VertexReply reply = vertex.call(calls, trace);
      permit.used(reply.usage());
      progress.answered(reply.usage(), reply.facts());
      return reply.answer();
    } catch (FailureException e) {
      Target tried = trace.target().orElse(places.first());
      throw new FailureException(
          Hints.with(e.failure(), tried, caller, admission.alias(), admission.policy()), e);
    } finally {
      progress.traced(trace);
    }
  }

  /**
   * Counts a prepared call against the limits of its rule, until the permit is closed.
   *
   * @throws FailureException as {@link Limiter#admit} does
   */
  Permit reserve(Prepared prepared, Deadline deadline, Progress progress) {
    Admission admission = prepared.admission();
    Permit permit =
        limiter.admit(
            admission.decision(),
            admission.caller(),
            prepared.target(),
            prepared.body().length,
            deadline);
    progress.shadow(permit.shadow());
    return permit;
  }

  /**
   * A call that may be made.
   *
   * @param as the service account to call as; empty for the federated principal itself
   * @param body held to the terms of the rule
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are passed through, never compared
  record Prepared(Admission admission, Optional<ServiceAccount> as, byte[] body) {

    /** What it comes to, in the preferred place. */
    Target target() {
      return admission.places().first();
    }
  }

  /**
   * Takes a decided call through all stages but the last.
   *
   * @throws FailureException with POLICY_DENIED if it was decided against
   */
  Prepared prepare(Admission admission, Progress progress) {
    Decision decision = admission.granted();
    Ask ask = admission.ask();
    audit.admit();
    Target target = admission.places().first();
    Guarded guarded =
        ask.opaque()
            ? OpaqueBodies.apply(decision.terms(), ask.body())
            : Guards.apply(
                target,
                decision.terms(),
                admission.alias().map(Alias::resource).filter(model -> AliasTargets.inBody(target)),
                progress.correlationId(),
                ask.body());
    progress.edited(guarded.edited());
    return new Prepared(admission, decision.as().or(() -> defaultAccount), guarded.body());
  }

  /**
   * What the policy says about a call.
   *
   * @param ask what is asked for
   * @param caller who asks
   * @param policy that was asked: one and the same for the whole call
   * @param places where it may be made, and the decision
   * @param alias what it is called by
   */
  record Admission(Ask ask, Caller caller, Policy policy, Places places, Optional<Alias> alias) {

    /** Whether the policy allows the call, and why. */
    Decision decision() {
      return places.decision();
    }

    /**
     * The decision, if it allows the call.
     *
     * @throws FailureException with POLICY_DENIED otherwise
     */
    Decision granted() {
      if (!decision().allowed()) {
        throw Failure.of(
                FailureCode.POLICY_DENIED,
                decision().reason(),
                "Ask the owner of the bridge's policy for a rule that allows it.")
            .asException();
      }
      return decision();
    }
  }

  /** Asks the policy about a call; makes none. */
  Admission decide(Ask ask, Caller caller, Progress progress) {
    Policy policy = policies.get();
    progress.policy(policy.version());
    Optional<Alias> alias = aliasOf(ask, policy);
    Places places = Places.decide(policy, caller, targets(ask, alias), alias.map(Alias::name));
    progress.target(places.first(), alias.map(Alias::name));
    progress.rule(places.decision().rule());
    progress.shadow(places.decision().shadow());
    return new Admission(ask, caller, policy, places, alias);
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
