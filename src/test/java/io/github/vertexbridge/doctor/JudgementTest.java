package io.github.vertexbridge.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The doctor's judgement over files and hand-made observations: no cloud, no sandbox. */
class JudgementTest {
  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
  private static final String OID = "0b1ec700-0000-4000-8000-00000000000a";
  private static final String TENANT = "7e000000-0000-4000-8000-000000000001";

  private final Doctor doctor = new Doctor(Catalogue.load());

  private static JsonObject sample() throws IOException {
    return JsonParser.parseString(Files.readString(Path.of("infra/tests/samples/impersonate.json")))
        .getAsJsonObject();
  }

  private static Map<String, String> settings() throws IOException {
    Map<String, String> settings = new HashMap<>();
    sample()
        .getAsJsonObject("app_settings")
        .entrySet()
        .forEach(e -> settings.put(e.getKey(), e.getValue().getAsString()));
    return settings;
  }

  private static Map<String, Object> claims() {
    Map<String, Object> claims = new HashMap<>();
    claims.put("iss", "https://sts.windows.net/" + TENANT + "/");
    claims.put("aud", "api://fed00000-0000-4000-8000-00000000000f");
    claims.put("tid", TENANT);
    claims.put("sub", OID);
    claims.put("oid", OID);
    claims.put("ver", "1.0");
    claims.put("iat", NOW.getEpochSecond() - 600);
    claims.put("exp", NOW.getEpochSecond() + 80_000);
    return claims;
  }

  private static Evidence evidence(
      Consumer<JsonObject> export, Consumer<Map<String, String>> change, Map<String, Object> claims)
      throws IOException {
    JsonObject deployment = sample().getAsJsonObject("deployment");
    export.accept(deployment);
    Map<String, String> settings = settings();
    change.accept(settings);
    Look subject =
        new Look(
            Step.MANAGED_IDENTITY, "", Duration.ofMillis(3), claims, Map.of(), Optional.empty());
    return new Evidence(
        NOW,
        Optional.of(new AppSettings(settings, false)),
        Optional.of(Deployment.parse(deployment.toString(), "deployment.json")),
        Optional.empty(),
        claims.isEmpty()
            ? Optional.empty()
            : Optional.of(new Observed(NOW, settings, List.of(subject), Map.of())));
  }

  private static JsonObject google(JsonObject export) {
    return export.getAsJsonObject("google");
  }

  private static JsonObject provider(JsonObject export) {
    return google(export).getAsJsonObject("provider");
  }

  static Stream<Arguments> dangerous() {
    Map<String, Object> shared = claims();
    shared.put("aud", "fb60f99c-7a34-4190-8149-302f77469936");
    Map<String, Object> own = claims();
    own.put("xms_mirid", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Web/sites/bridge");
    Map<String, Object> old = claims();
    old.put("iat", NOW.getEpochSecond() - 23 * 3600 - 60);
    Consumer<JsonObject> nothing = export -> {};
    Consumer<Map<String, String>> same = settings -> {};
    return Stream.of(
        Arguments.of(
            "B04",
            (Consumer<JsonObject>) e -> provider(e).addProperty("attributeCondition", ""),
            same,
            claims()),
        Arguments.of("B05", (Consumer<JsonObject>) JudgementTest::poolWide, same, claims()),
        Arguments.of("B06", (Consumer<JsonObject>) JudgementTest::sharedAudience, same, shared),
        Arguments.of("B07", nothing, same, own),
        Arguments.of("B08", (Consumer<JsonObject>) JudgementTest::owner, same, claims()),
        Arguments.of(
            "B09",
            nothing,
            (Consumer<Map<String, String>>) s -> s.put("AzureWebJobsStorage", "(set)"),
            claims()),
        Arguments.of("B10", nothing, same, old),
        Arguments.of(
            "A01",
            nothing,
            (Consumer<Map<String, String>>) s -> s.put("WEBSITE_AUTH_ENABLED", "False"),
            claims()));
  }

  private static void poolWide(JsonObject export) {
    google(export)
        .getAsJsonObject("serviceAccounts")
        .getAsJsonObject("vertex-bridge@my-vertex-project.iam.gserviceaccount.com")
        .getAsJsonArray("bindings")
        .get(0)
        .getAsJsonObject()
        .getAsJsonArray("members")
        .add(
            "principalSet://iam.googleapis.com/projects/123456789012/locations/global"
                + "/workloadIdentityPools/azure/*");
  }

  private static void sharedAudience(JsonObject export) {
    provider(export)
        .getAsJsonObject("oidc")
        .getAsJsonArray("allowedAudiences")
        .add("fb60f99c-7a34-4190-8149-302f77469936");
  }

  private static void owner(JsonObject export) {
    JsonObject binding = new JsonObject();
    binding.addProperty("role", "roles/owner");
    binding.add(
        "members",
        google(export).getAsJsonArray("projectBindings").get(0).getAsJsonObject().get("members"));
    google(export).getAsJsonArray("projectBindings").add(binding);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dangerous")
  void examine_whenItWorksButIsDangerous_thenOneFindingSaysSo(
      String id,
      Consumer<JsonObject> export,
      Consumer<Map<String, String>> settings,
      Map<String, Object> claims)
      throws IOException {
    Report report = doctor.examine(evidence(export, settings, claims));

    assertThat(report.findings()).extracting(Finding::id).containsExactly(id);
    assertThat(report.findings().get(0).fix().unfilled()).isEmpty();
    assertThat(report.exitCode()).isEqualTo(1);
  }

  @Test
  void examine_whenTheConditionRejects_thenTheFailingOperandWithItsValueIsShown()
      throws IOException {
    Report report =
        doctor.examine(
            evidence(
                e ->
                    provider(e)
                        .addProperty(
                            "attributeCondition",
                            "assertion.tid=='" + TENANT + "' && assertion.sub in ['somebody']"),
                s -> {},
                claims()));

    Finding finding = report.findings().get(0);
    assertThat(finding.id()).isEqualTo("S09");
    assertThat(finding.compared().get(0))
        .isEqualTo(
            new Compared(
                "assertion.sub in [\"somebody\"]",
                "false",
                "true",
                "the deployment's export: google.provider.attributeCondition, evaluated here"));
    assertThat(finding.details()).containsEntry("sub", OID);
    assertThat(finding.fix().steps().get(0)).contains("'somebody','" + OID + "'");
  }

  @Test
  void examine_whenTwoBranchesAreBroken_thenBothAreFound_andTheChainStopsAtItsFirst()
      throws IOException {
    Report report =
        doctor.examine(
            evidence(
                e -> {
                  provider(e).addProperty("disabled", true);
                  google(e).add("projectBindings", new JsonArray());
                },
                s -> s.put("WEBSITE_AUTH_ENABLED", "False"),
                claims()));

    assertThat(report.findings()).extracting(Finding::id).containsExactly("S04", "A01");
    assertThat(report.left()).contains("vertex: after S04 is mended");
  }

  @Test
  void examine_whenOnlyOneStepIsAsked_thenNothingElseIsLookedAt() throws IOException {
    Report report =
        doctor.examine(
            evidence(
                e -> provider(e).addProperty("disabled", true),
                s -> s.put("WEBSITE_AUTH_ENABLED", "False"),
                claims()),
            Set.of(Step.CALLERS));

    assertThat(report.findings()).extracting(Finding::id).containsExactly("A01");
    assertThat(report.looked()).containsExactly("callers");
  }

  @Test
  void examine_whenThereIsHalfAConfiguration_thenSaysWhatIsMissing_andChecksTheRest()
      throws IOException {
    Evidence settingsOnly =
        new Evidence(
            NOW,
            Optional.of(new AppSettings(Map.of("BRIDGE_EASY_AUTH", "required"), true)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    Report report = doctor.examine(settingsOnly);

    assertThat(report.findings()).extracting(Finding::id).contains("M01", "M03", "S01", "A01");
    assertThat(report.findings().get(0).fix().unfilled()).contains("app", "group");
    assertThat(report.left()).anyMatch(left -> left.startsWith("audit: needs"));
  }

  @Test
  void examine_whenClaimsAreHostile_thenTheyAreCutAndCleaned() throws IOException {
    Map<String, Object> hostile = claims();
    hostile.put("iss", "https://evil/\u001b[31m<script>\n" + "x".repeat(10_000));

    Report report = doctor.examine(evidence(e -> {}, s -> {}, hostile));

    Finding finding = report.findings().get(0);
    assertThat(finding.id()).isEqualTo("S05");
    String all = finding.toString();
    assertThat(all).hasSizeLessThan(6_000).doesNotContain("\u001b").doesNotContain("\n");
    // A shell must read the value as one word.
    assertThat(finding.fix().steps().get(0)).contains("--issuer-uri=\"https://evil/");
  }

  @Test
  void marked_whenValuesDiffer_thenTheDifferenceIsBetweenMarks() {
    Compared pair =
        new Compared("iss", "https://sts.windows.net/t", "https://sts.windows.net/t/", "x");

    assertThat(pair.marked()).isEqualTo("https://sts.windows.net/t»«");
    assertThat(pair.markedExpected()).isEqualTo("https://sts.windows.net/t»/«");
    assertThat(new Compared("x", "abXcd", "abYYcd", "x").marked()).isEqualTo("ab»X«cd");
    assertThat(new Compared("x", "false", "true", "x").marked()).isEqualTo("false");
  }

  @Test
  void report_whenSentAsJsonAndReadAgain_thenTheSameIsFound() throws IOException {
    Evidence here = evidence(e -> {}, s -> {}, claims());
    Observed seen = here.observed().orElseThrow();
    String sent = ReportJson.text(ReportJson.of(doctor.examine(here), seen));

    Observed read = ReportJson.observed(sent);

    assertThat(read.looks().get(0).claims()).containsEntry("sub", OID).containsEntry("ver", "1.0");
    assertThat(Claims.time(read.looks().get(0).claims(), "iat")).contains(NOW.minusSeconds(600));
    assertThat(read.settings()).isEqualTo(seen.settings());
  }

  @ParameterizedTest
  @MethodSource("exports")
  void parse_whenTheFileIsGood_thenNoProblem(Path file, boolean nested) throws IOException {
    JsonObject json = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    String text = nested ? json.getAsJsonObject("deployment").toString() : json.toString();

    assertThat(Deployment.parse(text, file.toString()).problems()).isEmpty();
  }

  static Stream<Arguments> exports() throws IOException {
    try (Stream<Path> samples = Files.list(Path.of("infra/tests/samples"))) {
      List<Arguments> all = new ArrayList<>(samples.map(file -> Arguments.of(file, true)).toList());
      all.add(Arguments.of(Path.of("docs/deployment.example.json"), false));
      return all.stream();
    }
  }

  @Test
  void parse_whenHalfIsMissing_thenEveryProblemIsNamed_andTheRestIsRead() throws IOException {
    JsonObject export = sample().getAsJsonObject("deployment");
    google(export).remove("roles");
    export.remove("identity");

    Deployment read = Deployment.parse(export.toString(), "deployment.json");

    assertThat(read.problems())
        .hasSize(2)
        .anyMatch(p -> p.contains("roles"))
        .anyMatch(p -> p.contains("identity"));
    assertThat(read.tenantId()).isEqualTo(TENANT);
  }
}
