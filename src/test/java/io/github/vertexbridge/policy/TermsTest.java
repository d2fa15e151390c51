package io.github.vertexbridge.policy;

import static io.github.vertexbridge.policy.Policies.parse;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.CapacityClass;
import io.github.vertexbridge.call.Decision;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Terms;
import io.github.vertexbridge.call.Terms.ModelArmor;
import io.github.vertexbridge.call.Terms.SafetySetting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TermsTest {
  private static final String TEMPLATE = "projects/p/locations/global/templates/t";

  private static Decision decide(String more) {
    String policy =
        """
        {"rules": [{"name": "a-rule", "callers": {"roles": ["R"]},
        "allow": {"models": ["publishers/google/models/*", "customJobs/*"],
        "actions": ["generateContent", "customJobs.create"], "residency": ["global"]},
        "jobs": {"serviceAccount": "jobs@my-project.iam.gserviceaccount.com"}%s}]}
        """;
    return parse(policy.formatted(more))
        .decide(
            Policies.app("R"),
            Policies.target(Policies.FLASH, "generateContent", "global"),
            Optional.empty());
  }

  @Test
  void decide_whenARuleHasTerms_thenTheyComeWithTheDecision() {
    Terms terms =
        decide(
                """
                , "limits": {"maxOutputTokens": 4096},
                "guards": {"safetySettings": {"HARM_CATEGORY_HARASSMENT": "BLOCK_ONLY_HIGH"},
                           "forbid": ["cachedContent", "tools.googleSearch"],
                           "data": ["gs://bucket/dir/", "bq://project.dataset"]},
                "labels": {"team": "support", "empty": ""},
                "capacity": "flex", "deadline": 20, "async": true
                """)
            .terms();

    assertThat(terms.maxOutputTokens()).hasValue(4096);
    assertThat(terms.safetySettings())
        .containsExactly(new SafetySetting("HARM_CATEGORY_HARASSMENT", "BLOCK_ONLY_HIGH"));
    assertThat(terms.modelArmor()).isEmpty();
    assertThat(terms.labels()).isEqualTo(Map.of("team", "support", "empty", ""));
    assertThat(terms.forbiddenFields()).containsExactly("cachedContent");
    assertThat(terms.forbiddenTools()).containsExactly("googleSearch");
    assertThat(terms.data()).containsExactly("gs://bucket/dir", "bq://project.dataset");
    assertThat(terms.jobServiceAccount())
        .contains(new ServiceAccount("jobs@my-project.iam.gserviceaccount.com"));
    assertThat(terms.capacity()).contains(CapacityClass.FLEX);
    assertThat(terms.deadline()).contains(Duration.ofSeconds(20));
    assertThat(terms.async()).isTrue();
  }

  @Test
  void decide_whenARuleHasATemplate_thenItComesWithTheDecision() {
    assertThat(
            decide(", \"guards\": {\"modelArmor\": {\"prompt\": \"" + TEMPLATE + "\"}}")
                .terms()
                .modelArmor())
        .contains(new ModelArmor(Optional.of(TEMPLATE), Optional.empty()));
  }

  @Test
  void documentation_whenItsExamplesAreParsed_thenNoneHasAProblem() throws Exception {
    String text = Files.readString(Path.of("docs/policy.md"));
    List<String> examples =
        Pattern.compile("(?s)```json\n(.*?)```")
            .matcher(text)
            .results()
            .map(m -> m.group(1))
            // Whole files and whole rules that need no other.
            .filter(t -> t.contains("\"aliases\"") || t.startsWith("{ \"name\""))
            .filter(t -> !t.contains("\"replaces\""))
            .toList();

    assertThat(examples).hasSize(3);
    for (String example : examples) {
      parse(example.startsWith("{ \"name\"") ? "{\"rules\":[" + example + "]}" : example);
    }
  }

  @Test
  void decide_whenARuleHasNoTerms_thenNoneButItsJobs() {
    Terms terms = decide("").terms();

    assertThat(terms.maxOutputTokens()).isEmpty();
    assertThat(terms.data()).isEmpty();
    assertThat(terms.capacity()).isEmpty();
    assertThat(terms.async()).isFalse();
  }
}
