package io.github.vertexbridge.sandbox;

import io.github.vertexbridge.sandbox.WorldState.Binding;
import java.util.List;
import java.util.Map;

/** Whether bindings give a principal a permission. Members are compared exactly, as IAM does. */
final class IamPolicy {
  private IamPolicy() {}

  static boolean allows(
      List<Binding> bindings,
      Map<String, List<String>> roles,
      Principal principal,
      String permission) {
    return bindings.stream()
        .filter(binding -> roles.getOrDefault(binding.role(), List.of()).contains(permission))
        .flatMap(binding -> binding.members().stream())
        .anyMatch(principal.members()::contains);
  }
}
