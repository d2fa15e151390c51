package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.RestForm;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Transport;
import io.github.vertexbridge.config.Settings;
import io.github.vertexbridge.policy.Alias;
import io.github.vertexbridge.policy.Policy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * One of the smallest calls that tell whether Vertex would answer: {@code countTokens} for Google's
 * text models, a read of an endpoint.
 *
 * @param alias that it was made of; empty if of none
 */
record VertexProbe(Target target, String body, Optional<ServiceAccount> as, String alias) {
  private static final int MOST = 12;
  private static final ActionName COUNT = new ActionName("countTokens");
  private static final ActionName GET = new ActionName("endpoints.get");
  private static final String TEXT =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"ok\"}]}]}";
  private static final ResourceName USUAL =
      ResourceName.publisherModel("google", "gemini-2.5-flash");

  /** At most twelve: every alias in each location as the default, and each account once. */
  static List<VertexProbe> of(Policy policy, Settings.Google google) {
    List<VertexProbe> probes = new ArrayList<>();
    policy.aliases().stream()
        .sorted(Comparator.comparing(name -> name.value()))
        .flatMap(name -> policy.alias(name).stream())
        .forEach(
            alias -> alias.locations().forEach(l -> of(alias, l, google).ifPresent(probes::add)));
    if (probes.isEmpty()) {
      policy.needs().stream()
          .flatMap(rule -> rule.residency().stream().sorted())
          .flatMap(place -> Location.parse(place).stream())
          .findFirst()
          .ifPresent(
              place ->
                  probes.add(
                      count(USUAL, place, google.project(), google.defaultServiceAccount(), "")));
    }
    List<VertexProbe> all = new ArrayList<>(probes.subList(0, Math.min(MOST, probes.size())));
    Optional<VertexProbe> first = all.stream().findFirst();
    policy.serviceAccounts().stream()
        .filter(account -> !google.defaultServiceAccount().equals(Optional.of(account)))
        .sorted(Comparator.comparing(ServiceAccount::value))
        .forEach(
            account ->
                first.ifPresent(
                    p ->
                        all.add(new VertexProbe(p.target, p.body, Optional.of(account), p.alias))));
    return List.copyOf(all);
  }

  private static Optional<VertexProbe> of(Alias alias, Location location, Settings.Google google) {
    ResourceName resource = alias.resource();
    if (resource.endpointId().isPresent()) {
      Target read =
          new Target(
              ApiVersion.V1,
              google.project(),
              location,
              resource,
              GET,
              resource,
              Transport.REST,
              new RestForm("GET", "", true, false));
      return Optional.of(
          new VertexProbe(read, "", google.defaultServiceAccount(), alias.name().value()));
    }
    // Embedding models and other publishers' do not count tokens this way.
    boolean counts =
        resource.publisher().filter("google"::equals).isPresent()
            && resource
                .model()
                .filter(m -> m.startsWith("gemini") && !m.contains("embedding"))
                .isPresent();
    return counts
        ? Optional.of(
            count(
                resource,
                location,
                google.project(),
                google.defaultServiceAccount(),
                alias.name().value()))
        : Optional.empty();
  }

  private static VertexProbe count(
      ResourceName model,
      Location location,
      ProjectId project,
      Optional<ServiceAccount> as,
      String alias) {
    return new VertexProbe(
        new Target(ApiVersion.V1, project, location, model, COUNT, model, Transport.REST),
        TEXT,
        as,
        alias);
  }
}
