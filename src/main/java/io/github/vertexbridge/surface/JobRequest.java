package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Location;
import java.util.Optional;

/**
 * What a request to submit a job says.
 *
 * @param key the idempotency key
 * @param kind what kind of job, in the request's word
 * @param alias what is called, by its short name
 * @param action what is asked of the alias; empty: its body tells
 * @param path what is called, by a path of Vertex AI
 * @param query of that path
 * @param location where a Vertex job is made
 * @param announced whether a message on the queue of results is wanted
 * @param body of the call or Vertex job: JSON in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // bytes are passed through, never compared
public record JobRequest(
    String key,
    String kind,
    Optional<AliasName> alias,
    Optional<ActionName> action,
    Optional<String> path,
    String query,
    Optional<Location> location,
    boolean announced,
    byte[] body) {}
