package io.github.vertexbridge.target;

import static io.github.vertexbridge.target.Refusals.refusal;

import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.target.ModelPlace.Writing;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the name of a model as bodies write it: each has one meaning here, or is refused. */
final class ModelNames {
  private static final Pattern FULL_NAME =
      Pattern.compile("projects/([^/]+)/locations/([^/]+)/(.+)");
  private static final Pattern OWN = Pattern.compile("(?:models|endpoints)/[^/]+");

  private ModelNames() {}

  /**
   * What a full name says below project and location; empty if it is no full name.
   *
   * @throws FailureException PROJECT_OTHER
   */
  static Optional<String> belowProject(PathMatch match, String member, String value) {
    Matcher full = FULL_NAME.matcher(value);
    if (!full.matches()) {
      return Optional.empty();
    }
    if (!match.project().is(full.group(1))) {
      throw refusal(
          FailureCode.PROJECT_OTHER,
          "The body's '" + member + "' names a Google project that this bridge does not serve.",
          "Name a resource of the project that the path names, by its id.");
    }
    return Optional.of(full.group(2).equals(match.location().value()) ? full.group(3) : "");
  }

  /**
   * @throws FailureException FIELD_INVALID or PROJECT_OTHER
   */
  static ResourceName read(PathMatch match, Writing writing, String member, String value) {
    Optional<ResourceName> name =
        switch (writing) {
          case ID_OF_PUBLISHER -> ofPublisher(match.resource().publisher().orElseThrow(), value);
          case PUBLISHER_AND_ID ->
              named(match, member, value).or(() -> ResourceName.parsePublisherAndModel(value));
          case NAME ->
              named(match, member, value)
                  .or(() -> ResourceName.parsePublisherAndModel(value))
                  .or(() -> googles(value));
        };
    return name.orElseThrow(
        () ->
            refusal(
                FailureCode.FIELD_INVALID,
                "The body's '" + member + "' names no model here.",
                switch (writing) {
                  case ID_OF_PUBLISHER -> "Give the model's id as the publisher writes it.";
                  case PUBLISHER_AND_ID -> "Write it PUBLISHER/MODEL: google/gemini-2.5-flash.";
                  case NAME ->
                      "Write publishers/PUBLISHER/models/MODEL, or the full name of a model in the"
                          + " path's project and location.";
                }));
  }

  private static Optional<ResourceName> ofPublisher(String publisher, String value) {
    String name =
        value.startsWith("publishers/") ? value : "publishers/" + publisher + "/models/" + value;
    return ResourceName.parse(name).filter(n -> n.publisher().equals(Optional.of(publisher)));
  }

  /** By a resource's name; models and endpoints of the project by their full name only. */
  private static Optional<ResourceName> named(PathMatch match, String member, String value) {
    Optional<String> below = belowProject(match, member, value);
    return ResourceName.parse(below.orElse(value))
        .filter(
            n -> n.model().isPresent() || (below.isPresent() && OWN.matcher(n.value()).matches()));
  }

  private static Optional<ResourceName> googles(String value) {
    return value.indexOf('/') < 0
        ? ResourceName.parse("publishers/google/models/" + value)
        : Optional.empty();
  }
}
