package io.github.vertexbridge.call;

/**
 * What is called.
 *
 * @param version of the REST interface
 * @param project whose resource it is
 * @param location where
 * @param resource which: a resource, or the collection that is listed or created in
 * @param action what is asked
 * @param model what the policy decides on: the resource, or the model that the body names
 * @param transport REST, or gRPC where an alias says so
 * @param rest how it is written over REST
 */
public record Target(
    ApiVersion version,
    ProjectId project,
    Location location,
    ResourceName resource,
    ActionName action,
    ResourceName model,
    Transport transport,
    RestForm rest) {

  /** An action in its usual form. */
  public Target(
      ApiVersion version,
      ProjectId project,
      Location location,
      ResourceName resource,
      ActionName action,
      ResourceName model,
      Transport transport) {
    this(version, project, location, resource, action, model, transport, RestForm.post(action));
  }

  /** The same call in another location. */
  public Target in(Location other) {
    return new Target(version, project, other, resource, action, model, transport, rest);
  }

  /** The resource's full name, without a leading slash. */
  public String fullName() {
    return "projects/" + project + "/locations/" + location + "/" + resource;
  }

  /** Path of the REST call, for example {@code /v1/projects/p/locations/l/endpoints/1:predict}. */
  public String path() {
    String name = rest.inProject() ? fullName() : resource.value();
    return "/" + version.segment() + "/" + name + rest.suffix();
  }

  /** What headers and logs say: {@code location/resource:action}. */
  public String label() {
    return location + "/" + resource + ":" + action.verb();
  }
}
