package io.github.vertexbridge.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reports and what was observed as JSON: the answer of {@code /bridge/doctor} and back. */
public final class ReportJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportJson() {}

  /** A report: {@code {ok, findings, looked, left}}. */
  public static ObjectNode of(Report report) {
    ObjectNode json = JSON.createObjectNode();
    json.put("ok", report.exitCode() == 0);
    ArrayNode findings = json.putArray("findings");
    report.findings().forEach(finding -> findings.add(of(finding)));
    report.looked().forEach(json.putArray("looked")::add);
    report.left().forEach(json.putArray("left")::add);
    return json;
  }

  /** A report with what it rests on: {@code {…, observed}}. */
  public static ObjectNode of(Report report, Observed observed) {
    ObjectNode json = of(report);
    json.set("observed", of(observed));
    return json;
  }

  /** Indented, with a line feed at the end. */
  public static String text(JsonNode json) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree is always JSON", e);
    }
  }

  private static ObjectNode of(Finding finding) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", finding.id());
    json.put("hop", finding.step().label());
    json.put("severity", finding.severity().label());
    json.put("cause", finding.cause());
    json.put("seen", finding.seen());
    put(json.putObject("details"), finding.details());
    ArrayNode compared = json.putArray("compared");
    for (Compared pair : finding.compared()) {
      ObjectNode node = compared.addObject();
      node.put("what", pair.what());
      node.put("seen", pair.seen());
      node.put("expected", pair.expected());
      node.put("from", pair.from());
      node.put("marked", pair.marked());
    }
    finding.fix().steps().forEach(json.putArray("fix")::add);
    finding.fix().unfilled().forEach(json.putArray("unfilled")::add);
    json.put("waiting", finding.waiting());
    json.put("page", finding.page());
    return json;
  }

  private static ObjectNode of(Observed observed) {
    ObjectNode json = JSON.createObjectNode();
    json.put("at", observed.at().toString());
    put(json.putObject("settings"), observed.settings());
    put(json.putObject("platform"), observed.platform());
    ArrayNode looks = json.putArray("looks");
    for (Look look : observed.looks()) {
      ObjectNode node = looks.addObject();
      node.put("hop", look.step().label());
      node.put("subject", look.subject());
      node.put("ms", look.took().toMillis());
      node.set("claims", JSON.valueToTree(look.claims()));
      put(node.putObject("facts"), look.facts());
      look.trouble()
          .ifPresent(
              trouble -> {
                ObjectNode failed = node.putObject("trouble");
                failed.put("code", trouble.code());
                failed.put("seen", trouble.seen());
                put(failed.putObject("facts"), trouble.facts());
              });
    }
    return json;
  }

  private static void put(ObjectNode json, Map<String, String> values) {
    new TreeMap<>(values).forEach(json::put);
  }

  /**
   * What an app observed, from its answer.
   *
   * @throws IOException with a sentence for people
   */
  public static Observed observed(String answer) throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(answer).path("observed");
      Instant at = Instant.parse(json.path("at").asText());
      List<Look> looks = new ArrayList<>();
      for (JsonNode node : json.path("looks")) {
        Step.parse(node.path("hop").asText()).ifPresent(step -> looks.add(look(step, node)));
      }
      return new Observed(at, texts(json.path("settings")), looks, texts(json.path("platform")));
    } catch (JsonProcessingException | DateTimeException e) {
      throw new IOException("the app's answer is no report of a doctor of this release", e);
    }
  }

  private static Look look(Step step, JsonNode node) {
    JsonNode trouble = node.path("trouble");
    Map<String, Object> claims = new TreeMap<>();
    node.path("claims")
        .fields()
        .forEachRemaining(
            e -> claims.put(e.getKey(), JSON.convertValue(e.getValue(), Object.class)));
    return new Look(
        step,
        node.path("subject").asText(),
        Duration.ofMillis(node.path("ms").asLong()),
        claims,
        texts(node.path("facts")),
        trouble.isObject()
            ? Optional.of(
                new Look.Trouble(
                    trouble.path("code").asText().toUpperCase(Locale.ROOT),
                    trouble.path("seen").asText(),
                    texts(trouble.path("facts"))))
            : Optional.empty());
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new TreeMap<>();
    object.fields().forEachRemaining(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }
}
