package io.github.vertexbridge.policy;

import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.ResourceName;
import java.util.List;

/**
 * What the rules for a caller name.
 *
 * @param aliases by their names
 * @param models publisher models that are written out, without a {@code *}
 */
public record Grants(List<AliasName> aliases, List<ResourceName> models) {
  public Grants {
    aliases = List.copyOf(aliases);
    models = List.copyOf(models);
  }
}
