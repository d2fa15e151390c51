package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.AliasName;
import io.github.vertexbridge.call.Attempt;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the headers of an answer tell of its call.
 *
 * @param id its correlation id
 * @param rule that decided
 * @param target that was called
 * @param alias it was called by
 * @param policy version of the policy file that decided
 * @param modelVersion that answered, in its own words
 * @param attempts where Vertex was called
 */
public record Told(
    CorrelationId id,
    Optional<String> rule,
    Optional<Target> target,
    Optional<AliasName> alias,
    Optional<String> policy,
    Optional<String> modelVersion,
    List<Attempt> attempts) {

  /** Nothing but the correlation id is known. */
  public static Told of(CorrelationId id) {
    return new Told(
        id,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of());
  }

  /** What is told whether the call failed or not. */
  Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>();
    headers.put(Correlation.HEADER, id.value());
    headers.put(Correlation.REQUEST_ID, id.value());
    rule.ifPresent(name -> headers.put("x-bridge-rule", name));
    target.ifPresent(called -> headers.put("x-bridge-target", called.label()));
    alias.ifPresent(name -> headers.put("x-bridge-alias", name.value()));
    policy.ifPresent(version -> headers.put("x-bridge-policy", version));
    return headers;
  }
}
