package io.github.vertexbridge.target;

import static io.github.vertexbridge.target.Refusals.refusal;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.RestForm;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds what the policy must decide on, wherever it is written, and refuses what could be read in
 * two ways: a model given twice, in both spellings, or differently in path and body.
 */
public final class ModelFinder {
  /** Ends with the operation that it reads: the resource before that must be the path's. */
  private static final String OPERATION = "operationName";

  private ModelFinder() {}

  /**
   * The target of a request. Its transport is REST: only an alias says otherwise.
   *
   * @param utf8Json the body; not looked at if the row has none
   * @throws FailureException BODY_MISSING, BODY_NOT_UTF8, BODY_NOT_JSON, MODEL_MISSING,
   *     MODEL_AMBIGUOUS, FIELD_INVALID, or PROJECT_OTHER if the body names another project
   */
  public static Target resolve(PathMatch match, byte[] utf8Json) {
    ActionRow row = match.row();
    boolean read = row.needsBody() || (row.takesBody() && utf8Json.length > 0);
    Map<String, String> members =
        read
            ? BodyMembers.read(
                utf8Json, row.model().members(), row.body() != ActionRow.BodyKind.ANY_JSON)
            : Map.of();
    return new Target(
        match.version(),
        match.project().id(),
        match.location(),
        match.resource(),
        match.action(),
        model(match, members),
        Transport.REST,
        new RestForm(
            row.method(), match.suffix(), row.inProject(), row.streams(), row.repeatable()));
  }

  private static ResourceName model(PathMatch match, Map<String, String> members) {
    ModelPlace place = match.row().model();
    if (place instanceof ModelPlace.InBody inBody) {
      return bodyModel(match, inBody, members);
    }
    if (place instanceof ModelPlace.InParent) {
      List<String> segments = List.of(match.resource().value().split("/", -1));
      return new ResourceName(String.join("/", segments.subList(0, 2)));
    }
    members.forEach((member, value) -> agree(match, member, value));
    return match.resource();
  }

  private static ResourceName bodyModel(
      PathMatch match, ModelPlace.InBody place, Map<String, String> members) {
    String names = place.members().stream().sorted().collect(Collectors.joining("' or '"));
    if (members.isEmpty()) {
      throw refusal(
          FailureCode.MODEL_MISSING,
          "The body has no '" + names + "', and the path names no model.",
          "Name the model in the body's '" + names + "'.");
    }
    if (members.size() > 1) {
      throw refusal(
          FailureCode.MODEL_AMBIGUOUS,
          "The body names more than one model: '"
              + members.keySet().stream().sorted().collect(Collectors.joining("', '"))
              + "'.",
          "Name one model.");
    }
    Iterator<Map.Entry<String, String>> only = members.entrySet().iterator();
    Map.Entry<String, String> model = only.next();
    return ModelNames.read(match, place.writing(), model.getKey(), model.getValue());
  }

  private static void agree(PathMatch match, String member, String value) {
    String name = value;
    if (member.equals(OPERATION)) {
      int operation = value.lastIndexOf("/operations/");
      name = operation < 0 ? "" : value.substring(0, operation);
    }
    name = ModelNames.belowProject(match, member, name).orElse(name);
    if (!names(name, match.resource())) {
      throw refusal(
          FailureCode.MODEL_AMBIGUOUS,
          "The path names " + match.resource() + ", the body's '" + member + "' something else.",
          member.equals(OPERATION)
              ? "Ask on the path of the model that the operation belongs to."
              : "Leave '" + member + "' out of the body, or name what the path names.");
    }
  }

  /** By its name or its id; some publishers' bodies repeat the id without the path's version. */
  private static boolean names(String text, ResourceName resource) {
    String id = resource.model().or(resource::endpointId).orElse(resource.value());
    return text.equals(resource.value()) || text.equals(id) || id.startsWith(text + "@");
  }
}
