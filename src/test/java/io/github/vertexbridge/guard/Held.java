package io.github.vertexbridge.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Location;
import io.github.vertexbridge.call.ProjectId;
import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Terms;
import io.github.vertexbridge.call.Terms.ModelArmor;
import io.github.vertexbridge.call.Terms.SafetySetting;
import io.github.vertexbridge.call.Transport;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Requests and terms of the tests. Quotes in bodies may be written as apostrophes. */
final class Held {
  static final String FLASH = "publishers/google/models/gemini-2.5-flash";
  static final String CLAUDE = "publishers/anthropic/models/claude-sonnet-4-5";
  static final CorrelationId ID = new CorrelationId("0123456789abcdef");

  private Held() {}

  static Target target(String resource, String action) {
    return target(resource, action, resource);
  }

  static Target target(String resource, String action, String model) {
    return new Target(
        ApiVersion.V1,
        new ProjectId("my-project"),
        new Location("europe-west4"),
        new ResourceName(resource),
        new ActionName(action),
        new ResourceName(model),
        Transport.REST);
  }

  static Target chat(String model) {
    return target("endpoints/openapi", "chatCompletions", model);
  }

  static Guarded apply(Target target, Terms terms, String body) {
    return Guards.apply(target, terms, Optional.empty(), ID, utf8(body));
  }

  /** The body that comes out, with apostrophes. */
  static String held(Target target, Terms terms, String body) {
    return text(apply(target, terms, body));
  }

  static String text(Guarded guarded) {
    return new String(guarded.body(), StandardCharsets.UTF_8).replace('"', '\'');
  }

  static byte[] utf8(String body) {
    return body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  static Failure refused(Target target, Terms terms, String body) {
    FailureException refusal =
        catchThrowableOfType(FailureException.class, () -> apply(target, terms, body));
    assertThat(refusal).as("%s is refused", body).isNotNull();
    return refusal.failure();
  }

  private static Terms terms(
      int tokens,
      List<SafetySetting> floor,
      Optional<ModelArmor> armor,
      Map<String, String> labels,
      Set<String> fields,
      Set<String> tools,
      List<String> data,
      Optional<ServiceAccount> account) {
    return new Terms(
        tokens == 0 ? OptionalInt.empty() : OptionalInt.of(tokens),
        floor,
        armor,
        labels,
        fields,
        tools,
        data,
        account,
        Optional.empty(),
        Optional.empty(),
        false);
  }

  static Terms all() {
    return terms(
        100,
        List.of(new SafetySetting("HARM_CATEGORY_HARASSMENT", "BLOCK_MEDIUM_AND_ABOVE")),
        Optional.empty(),
        Map.of("team", "support"),
        Set.of("cachedContent"),
        Set.of("googleSearch"),
        List.of("gs://bucket/dir"),
        Optional.empty());
  }

  static Terms tokens(int most) {
    return terms(
        most,
        List.of(),
        Optional.empty(),
        Map.of(),
        Set.of(),
        Set.of(),
        List.of(),
        Optional.empty());
  }

  static Terms safety(String... categoriesAndThresholds) {
    List<SafetySetting> floor = new java.util.ArrayList<>();
    for (int i = 0; i < categoriesAndThresholds.length; i += 2) {
      floor.add(
          new SafetySetting(
              "HARM_CATEGORY_" + categoriesAndThresholds[i], categoriesAndThresholds[i + 1]));
    }
    return terms(
        0, floor, Optional.empty(), Map.of(), Set.of(), Set.of(), List.of(), Optional.empty());
  }

  static Terms armor(String prompt) {
    return terms(
        0,
        List.of(),
        Optional.of(new ModelArmor(Optional.of(prompt), Optional.empty())),
        Map.of(),
        Set.of(),
        Set.of(),
        List.of(),
        Optional.empty());
  }

  static Terms labels(Map<String, String> labels) {
    return terms(
        0, List.of(), Optional.empty(), labels, Set.of(), Set.of(), List.of(), Optional.empty());
  }

  static Terms forbidden(Set<String> fields, Set<String> tools) {
    return terms(
        0, List.of(), Optional.empty(), Map.of(), fields, tools, List.of(), Optional.empty());
  }

  static Terms jobs(String account, String... data) {
    return terms(
        0,
        List.of(),
        Optional.empty(),
        Map.of(),
        Set.of(),
        Set.of(),
        List.of(data),
        Optional.of(account).filter(name -> !name.isEmpty()).map(ServiceAccount::new));
  }
}
