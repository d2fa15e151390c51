package io.github.vertexbridge.target;

import static io.github.vertexbridge.target.Refusals.refusal;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what the policy must decide on, wherever it is written, and refuses what could be read in
 * two ways: a model given twice, in both spellings, or differently in path and body.
 */
public final class ModelFinder {
  private static final Pattern FULL_NAME =
      Pattern.compile("projects/([^/]+)/locations/([^/]+)/(.+)");

  private ModelFinder() {}

  /**
   * The target of a request. Its transport is REST: only an alias says otherwise.
   *
   * @param utf8Json the body; not looked at if the row has none
   * @throws FailureException BODY_MISSING, BODY_NOT_UTF8, BODY_NOT_JSON, MODEL_MISSING,
   *     MODEL_AMBIGUOUS, FIELD_INVALID, or PROJECT_OTHER if the body names another project
   */
  public static Target resolve(PathMatch match, byte[] utf8Json) {
    ModelPlace place = match.row().model();
    Map<String, String> members =
        match.row().hasBody()
            ? BodyMembers.read(
                utf8Json, place.members(), match.row().body() == ActionRow.BodyKind.OBJECT)
            : Map.of();
    ResourceName model = match.resource();
    if (place instanceof ModelPlace.InBody inBody) {
      model = bodyModel(match, inBody.member(), Optional.ofNullable(members.get(inBody.member())));
    } else {
      members.forEach((member, value) -> agree(match, member, value));
    }
    return new Target(
        match.version(),
        match.project(),
        match.location(),
        match.resource(),
        match.action(),
        model,
        Transport.REST);
  }

  /** A short id belongs to the publisher that the path names. */
  private static ResourceName bodyModel(PathMatch match, String member, Optional<String> value) {
    String id =
        value.orElseThrow(
            () ->
                refusal(
                    FailureCode.MODEL_MISSING,
                    "The body has no '" + member + "', and the path names no model.",
                    "Name the model in the body's '" + member + "'."));
    String publisher = match.resource().publisher().orElseThrow();
    String name = id.startsWith("publishers/") ? id : "publishers/" + publisher + "/models/" + id;
    return ResourceName.parse(name)
        .filter(n -> n.publisher().equals(Optional.of(publisher)))
        .orElseThrow(
            () ->
                refusal(
                    FailureCode.FIELD_INVALID,
                    "The body's '" + member + "' is no model of " + publisher + ".",
                    "Give the model's id as the publisher writes it."));
  }

  private static void agree(PathMatch match, String member, String value) {
    String name = value;
    Matcher full = FULL_NAME.matcher(value);
    if (full.matches()) {
      if (!ProjectId.parse(full.group(1)).equals(Optional.of(match.project()))) {
        throw refusal(
            FailureCode.PROJECT_OTHER,
            "The body's '" + member + "' names a Google project that this bridge does not serve.",
            "Leave '" + member + "' out of the body, or name what the path names.");
      }
      name = full.group(2).equals(match.location().value()) ? full.group(3) : "";
    }
    if (!names(name, match.resource())) {
      throw refusal(
          FailureCode.MODEL_AMBIGUOUS,
          "The path names " + match.resource() + ", the body's '" + member + "' something else.",
          "Leave '" + member + "' out of the body, or name what the path names.");
    }
  }

  /** By its name or its id; some publishers' bodies repeat the id without the path's version. */
  private static boolean names(String text, ResourceName resource) {
    String id = resource.model().or(resource::endpointId).orElse(resource.value());
    return text.equals(resource.value()) || text.equals(id) || id.startsWith(text + "@");
  }
}
