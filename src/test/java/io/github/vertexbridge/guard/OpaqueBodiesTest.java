package io.github.vertexbridge.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.vertexbridge.call.CapacityClass;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.Terms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OpaqueBodiesTest {
  private static final byte[] BODY = {1, 2, 3};

  @Test
  void apply_whenNothingIsDemandedOfBodies_thenTheBodyStays() {
    Terms terms =
        new Terms(
            OptionalInt.empty(),
            List.of(),
            Optional.empty(),
            Map.of("team", "a"),
            Set.of(),
            Set.of(),
            List.of("gs://b/"),
            Optional.of(new ServiceAccount("jobs@own-project.iam.gserviceaccount.com")),
            Optional.of(CapacityClass.DEDICATED),
            Optional.of(Duration.ofSeconds(9)),
            true);
    for (Terms each : List.of(Terms.NONE, terms)) {
      Guarded guarded = OpaqueBodies.apply(each, BODY);
      assertThat(guarded.body()).isSameAs(BODY);
      assertThat(guarded.edited()).isFalse();
    }
  }

  @Test
  void apply_whenTheRuleIsAboutWhatBodiesHold_thenRefusedWithEachReason() {
    Terms terms =
        new Terms(
            OptionalInt.of(100),
            List.of(new Terms.SafetySetting("HARM_CATEGORY_HARASSMENT", "BLOCK_NONE")),
            Optional.of(new Terms.ModelArmor(Optional.of("t"), Optional.empty())),
            Map.of(),
            Set.of("cachedContent"),
            Set.of("codeExecution"),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false);
    FailureException thrown =
        catchThrowableOfType(FailureException.class, () -> OpaqueBodies.apply(terms, BODY));
    assertThat(thrown.failure().code()).isEqualTo(FailureCode.POLICY_DENIED);
    assertThat(thrown.failure().seen())
        .contains("maxOutputTokens, safetySettings, modelArmor, forbiddenFields, forbiddenTools,");
  }
}
