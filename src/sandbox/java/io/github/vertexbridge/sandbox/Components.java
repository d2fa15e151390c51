package io.github.vertexbridge.sandbox;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Every port, by name. {@code vertex} stands for all locations, {@code vertex:LOCATION} for both
 * transports of one.
 */
final class Components {
  private static final String GRPC = "vertex-grpc:";

  private final List<Component> all;

  Components(List<Component> all) {
    this.all = List.copyOf(all);
  }

  /** Names that can be taken down and given faults. */
  static Set<String> names(List<String> locations) {
    Set<String> names = new TreeSet<>(List.of("managed-identity", "entra", "sts", "iam", "vertex"));
    locations.forEach(location -> names.add("vertex:" + location));
    return names;
  }

  String address(String name) {
    return all.stream()
        .filter(component -> component.name().equals(name))
        .findFirst()
        .orElseThrow()
        .address();
  }

  /** Takes components down or up, by a name of {@link #names}. */
  void set(String name, boolean up) {
    List<Component> meant = all.stream().filter(c -> Faults.applies(name, listener(c))).toList();
    if (meant.isEmpty() || name.equals("admin")) {
      throw new IllegalArgumentException("no component " + name);
    }
    meant.forEach(up ? Component::up : Component::down);
  }

  void startAll() {
    all.forEach(Component::up);
  }

  void closeAll() {
    all.forEach(Component::close);
  }

  /** Address and state of every port. */
  Map<String, Map<String, Object>> view() {
    return all.stream()
        .collect(
            Collectors.toMap(
                Component::name,
                c -> Map.of("address", c.address(), "up", c.isUp()),
                (a, b) -> a,
                LinkedHashMap::new));
  }

  private static String listener(Component component) {
    return component.name().startsWith(GRPC)
        ? "vertex:" + component.name().substring(GRPC.length())
        : component.name();
  }
}
