package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.RestForm;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import io.github.vertexbridge.policy.Alias;
import java.util.List;

/** What a call by alias comes to, in each of the alias's locations. */
final class AliasTargets {
  private static final String CHAT = "chatCompletions";
  private static final ResourceName OPENAI = ResourceName.endpoint("openapi");

  private AliasTargets() {}

  /** A call that names the alias and nothing else. */
  static List<Target> of(Alias alias, ActionName action, ProjectId project) {
    return inEach(
        alias, of(alias.resource(), alias.locations().get(0), alias.transport(), action, project));
  }

  /** A call that names a model or an endpoint, and an action of the usual form or a chat. */
  static Target of(
      ResourceName model,
      Location location,
      Transport transport,
      ActionName action,
      ProjectId project) {
    boolean chat = action.value().equals(CHAT);
    return new Target(
        ApiVersion.V1,
        project,
        location,
        chat ? chatEndpoint(model) : model,
        action,
        model,
        chat ? Transport.REST : transport,
        chat ? new RestForm("POST", "/chat/completions", true, true) : RestForm.post(action));
  }

  /**
   * A call that writes the alias as the model of its path or body.
   *
   * @throws io.github.vertexbridge.call.FailureException FIELD_INVALID where a resource is made
   *     that the alias cannot be the model of, or not there
   */
  static List<Target> of(Alias alias, Target written) {
    boolean inPath = written.resource().equals(written.model());
    boolean chat = written.action().value().equals(CHAT);
    if (!inPath && !chat) {
      return List.of(made(alias, written));
    }
    return inEach(
        alias,
        new Target(
            written.version(),
            written.project(),
            alias.locations().get(0),
            chat ? chatEndpoint(alias.resource()) : alias.resource(),
            written.action(),
            alias.resource(),
            chat ? Transport.REST : alias.transport(),
            written.rest()));
  }

  private static List<Target> inEach(Alias alias, Target target) {
    return alias.locations().stream().map(target::in).toList();
  }

  /** Whether the target's body names its model. */
  static boolean inBody(Target target) {
    return !target.resource().equals(target.model()) || target.action().value().equals(CHAT);
  }

  private static ResourceName chatEndpoint(ResourceName model) {
    return model.endpointId().isPresent() ? model : OPENAI;
  }

  /** What is made stays where the path says: there it is looked for afterwards. */
  private static Target made(Alias alias, Target written) {
    Location location = written.location();
    if (alias.resource().model().isEmpty() || !alias.locations().contains(location)) {
      throw Failure.of(
              FailureCode.FIELD_INVALID,
              alias.resource().model().isEmpty()
                  ? "Alias " + alias.name() + " stands for an endpoint, where a model is needed."
                  : "Alias " + alias.name() + " has no location " + location + ".",
              "Name a model, or call in a location of the alias: " + alias.locations() + ".")
          .asException();
    }
    return new Target(
        written.version(),
        written.project(),
        location,
        written.resource(),
        written.action(),
        alias.resource(),
        written.transport(),
        written.rest());
  }
}
