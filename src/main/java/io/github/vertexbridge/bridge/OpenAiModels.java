package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import io.github.vertexbridge.policy.Alias;
import io.github.vertexbridge.policy.Grants;
import io.github.vertexbridge.policy.Policy;
import io.github.vertexbridge.surface.Ask;
import io.github.vertexbridge.surface.EmbeddingModel;
import io.github.vertexbridge.surface.OpenAiAnswers;
import io.github.vertexbridge.surface.OpenAiSurface;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the names of models in OpenAI's format stand for: aliases of the policy file, and {@code
 * PUBLISHER/MODEL}, which has no location of its own.
 */
final class OpenAiModels {
  static final ActionName CHAT = new ActionName("chatCompletions");

  private final Supplier<Policy> policies;
  private final ProjectId project;

  OpenAiModels(Supplier<Policy> policies, ProjectId project) {
    this.policies = policies;
    this.project = project;
  }

  /**
   * A model that a caller named.
   *
   * @param written as it was written
   * @param alias if it is one
   * @param resource what is called
   */
  record Named(String written, Optional<Alias> alias, ResourceName resource) {}

  /**
   * Reads a name.
   *
   * @throws io.github.vertexbridge.call.FailureException ALIAS_UNKNOWN
   */
  Named read(String written) {
    Optional<ResourceName> model = ResourceName.parsePublisherAndModel(written);
    // As in the drop-in, an alias may be written like a model of Google's.
    Optional<Alias> alias =
        (written.startsWith("google/") ? model.flatMap(ResourceName::model) : Optional.of(written))
            .flatMap(AliasName::parse)
            .flatMap(policies.get()::alias);
    return alias
        .map(Alias::resource)
        .or(() -> model)
        .map(resource -> new Named(written, alias, resource))
        .orElseThrow(() -> OpenAiSurface.unknownModel(written).asException());
  }

  /** What a call asks for. */
  Ask ask(Named named, ActionName action, Caller caller, byte[] body) {
    return named.alias().isPresent()
        ? Ask.of(named.alias().get().name(), action, body)
        : Ask.of(target(named, action, location(named, action, caller)), "", body);
  }

  private Location location(Named named, ActionName action, Caller caller) {
    return policies
        .get()
        .location(caller, named.resource(), location -> target(named, action, location))
        .orElseThrow(
            () ->
                Failure.of(
                        FailureCode.FIELD_INVALID,
                        "Nothing says where " + named.resource() + " is to be called.",
                        "Call an alias; or ask the policy's owner for an alias of that model, or"
                            + " for a location that the rule's residency names in full.")
                    .withFacts(Map.of(Failure.PARAM, "model"))
                    .asException());
  }

  private Target target(Named named, ActionName action, Location location) {
    return AliasTargets.of(
        named.resource(),
        location,
        named.alias().map(Alias::transport).orElse(Transport.REST),
        action,
        project);
  }

  /** What the caller may use by this format: aliases first, then models that its rules name. */
  List<OpenAiAnswers.Model> list(Caller caller) {
    Grants grants = policies.get().grants(caller);
    List<String> names = new ArrayList<>();
    grants.aliases().forEach(alias -> names.add(alias.value()));
    grants.models().forEach(model -> model.publisherAndModel().ifPresent(names::add));
    return names.stream().flatMap(name -> find(name, caller).stream()).toList();
  }

  /** A model, if the caller may use it. */
  Optional<OpenAiAnswers.Model> find(String name, Caller caller) {
    Named named = read(name);
    boolean usable =
        may(named, CHAT, caller)
            || embeddings(named.resource()).filter(a -> may(named, a, caller)).isPresent();
    return usable
        ? Optional.of(
            new OpenAiAnswers.Model(name, named.resource().publisher().orElse(project.value())))
        : Optional.empty();
  }

  /** Any other model may have {@code predict} too, for other things. */
  private static Optional<ActionName> embeddings(ResourceName model) {
    return EmbeddingModel.of(model)
        .filter(m -> m == EmbeddingModel.CONTENT || model.value().contains("embedding"))
        .map(EmbeddingModel::action);
  }

  private boolean may(Named named, ActionName action, Caller caller) {
    List<Location> locations =
        named
            .alias()
            .map(Alias::locations)
            .orElseGet(
                () ->
                    policies
                        .get()
                        .location(caller, named.resource(), l -> target(named, action, l))
                        .map(List::of)
                        .orElse(List.of()));
    return locations.stream()
        .map(location -> target(named, action, location))
        .anyMatch(
            target ->
                policies.get().decide(caller, target, named.alias().map(Alias::name)).allowed());
  }
}
