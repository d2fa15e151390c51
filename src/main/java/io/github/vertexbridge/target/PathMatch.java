package io.github.vertexbridge.target;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ResourceName;

/**
 * What a path asks for, before the body was looked at.
 *
 * @param row of the action table
 * @param version of the REST interface
 * @param project the deployment's own; resources are called by its id, however the path has it
 * @param location where
 * @param resource which; its model may be an alias
 * @param suffix what follows the resource's name in the path, its punctuation included
 * @param action what
 * @param query what may be passed on, without the question mark; empty if there is none
 */
public record PathMatch(
    ActionRow row,
    ApiVersion version,
    ServedProject project,
    Location location,
    ResourceName resource,
    String suffix,
    ActionName action,
    String query) {}
