package io.github.vertexbridge.call;

/**
 * What is called.
 *
 * @param version of the REST interface
 * @param project whose resource it is
 * @param location where
 * @param resource which; the model where the path names it
 * @param action what is asked
 * @param model what the policy decides on: the resource, or the model that the body names
 * @param transport REST, or gRPC where an alias says so
 */
public record Target(
    ApiVersion version,
    ProjectId project,
    Location location,
    ResourceName resource,
    ActionName action,
    ResourceName model,
    Transport transport) {

  /** The resource's full name, without a leading slash. */
  public String fullName() {
    return "projects/" + project + "/locations/" + location + "/" + resource;
  }

  /** Path of the REST call, for example {@code /v1/projects/p/locations/l/endpoints/1:predict}. */
  public String path() {
    return "/" + version.segment() + "/" + fullName() + ":" + action;
  }

  /** What headers and logs say: {@code location/resource:action}. */
  public String label() {
    return location + "/" + resource + ":" + action;
  }

  public Target at(Location other) {
    return new Target(version, project, other, resource, action, model, transport);
  }
}
