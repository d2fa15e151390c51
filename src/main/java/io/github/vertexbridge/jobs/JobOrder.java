package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Location;
import java.util.Optional;

/**
 * What a job asks for, besides its body.
 *
 * @param kind what it is
 * @param alias what is called, by its short name
 * @param action what is asked of the alias
 * @param path what is called, by a path of Vertex AI; exactly one of alias and path for a call
 * @param query of that path
 * @param location where a Vertex job is made
 * @param producerId what a direct producer calls it; results carry it
 * @param announced whether a message on the queue of results is wanted
 */
public record JobOrder(
    JobKind kind,
    Optional<AliasName> alias,
    Optional<ActionName> action,
    Optional<String> path,
    String query,
    Optional<Location> location,
    Optional<String> producerId,
    boolean announced) {

  /** A call by alias. */
  public static JobOrder call(AliasName alias, ActionName action) {
    return new JobOrder(
        JobKind.CALL,
        Optional.of(alias),
        Optional.of(action),
        Optional.empty(),
        "",
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** A call by a path of Vertex AI. */
  public static JobOrder call(String path, String query) {
    return new JobOrder(
        JobKind.CALL,
        Optional.empty(),
        Optional.empty(),
        Optional.of(path),
        query,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  /** A Vertex job. */
  public static JobOrder vertexJob(JobKind kind, Location location) {
    return new JobOrder(
        kind,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "",
        Optional.of(location),
        Optional.empty(),
        false);
  }

  /** The same with a message to the queue of results. */
  public JobOrder withAnnouncement() {
    return new JobOrder(kind, alias, action, path, query, location, producerId, true);
  }

  /** The same for a producer that wrote to the queue itself. */
  public JobOrder of(String producer) {
    return new JobOrder(kind, alias, action, path, query, location, Optional.of(producer), true);
  }

  /** What distinguishes it from another order: all of it. */
  String text() {
    return String.join(
        "\n",
        kind.label(),
        alias.map(AliasName::value).orElse(""),
        action.map(ActionName::value).orElse(""),
        path.orElse(""),
        query,
        location.map(Location::value).orElse(""),
        String.valueOf(announced));
  }

  /** For people: what is called. */
  public String what() {
    return alias
        .map(AliasName::value)
        .or(() -> path)
        .or(() -> location.map(at -> kind.collection() + " in " + at))
        .orElse("");
  }
}
