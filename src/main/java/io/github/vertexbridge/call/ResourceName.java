package io.github.vertexbridge.call;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Vertex resource or collection, relative to {@code projects/PROJECT/locations/LOCATION/}.
 *
 * @param value for example {@code publishers/google/models/gemini-2.5-flash}, {@code
 *     endpoints/1234567890} or {@code customJobs}
 */
public record ResourceName(String value) {
  private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9@._~-]+(?:/[A-Za-z0-9@._~-]+)*");
  private static final Pattern PUBLISHER_MODEL =
      Pattern.compile("publishers/([^/]+)/models/([^/]+)");

  /** First segments that are no publisher. */
  private static final Set<String> KINDS = Set.of("models", "endpoints", "publishers", "projects");

  private static final Pattern ENDPOINT = Pattern.compile("endpoints/([^/]+)");

  public ResourceName {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a resource name");
    }
  }

  public static Optional<ResourceName> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new ResourceName(text)) : Optional.empty();
  }

  public static ResourceName publisherModel(String publisher, String model) {
    return new ResourceName("publishers/" + publisher + "/models/" + model);
  }

  /** A publisher model as OpenAI's format writes it: {@code google/gemini-2.5-flash}. */
  public static Optional<ResourceName> parsePublisherAndModel(String text) {
    String[] parts = text.split("/", -1);
    return parts.length == 2 && !KINDS.contains(parts[0])
        ? parse("publishers/" + parts[0] + "/models/" + parts[1])
        : Optional.empty();
  }

  public static ResourceName endpoint(String id) {
    return new ResourceName("endpoints/" + id);
  }

  /** Whether this names all resources of a kind: names are pairs of a kind and an id. */
  public boolean isCollection() {
    return value.chars().filter(c -> c == '/').count() % 2 == 0;
  }

  /** The model's id if this is a publisher model. */
  public Optional<String> model() {
    Matcher m = PUBLISHER_MODEL.matcher(value);
    return m.matches() ? Optional.of(m.group(2)) : Optional.empty();
  }

  /** The publisher's id if this is a publisher model. */
  public Optional<String> publisher() {
    Matcher m = PUBLISHER_MODEL.matcher(value);
    return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
  }

  /** As OpenAI's format writes it, if this is a publisher model. */
  public Optional<String> publisherAndModel() {
    return publisher().flatMap(publisher -> model().map(model -> publisher + "/" + model));
  }

  /** The endpoint's id if this is an endpoint. */
  public Optional<String> endpointId() {
    Matcher m = ENDPOINT.matcher(value);
    return m.matches() ? Optional.of(m.group(1)) : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
