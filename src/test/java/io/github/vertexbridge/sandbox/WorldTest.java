package io.github.vertexbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorldTest {
  private final World world = World.standard();

  @Test
  void patch_whenNested_thenOnlyThatChanges() {
    WorldState before = world.state();

    world.patch("{\"lifetimes\":{\"federatedToken\":20}}");

    assertThat(world.state().lifetimes().federatedToken()).isEqualTo(20);
    assertThat(world.state().lifetimes().subjectToken()).isEqualTo(86_700);
    assertThat(world.state().pools()).isEqualTo(before.pools());
  }

  @Test
  void patch_whenNull_thenRemoved() {
    world.patchPool("{\"providers\":{\"entra\":null}}");

    assertThat(world.state().pools().values())
        .allSatisfy(pool -> assertThat(pool.providers()).isEmpty());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|not a JSON object",
        "{\"lifetimes\":{\"federatedTokens\":20}}|lifetimes.federatedTokens",
        "{\"lifetimes\":null}|lifetimes",
        "{\"lifetimes\":{\"federatedToken\":\"x\"}}|x",
        "{\"locations\":[\"global\"]}|locations are fixed",
        "{\"pools\":{\"azure\":{\"state\":\"GONE\"}}}|state",
        "{\"pools\":{\"azure\":{\"providers\":{\"entra\":{\"attributeCondition\":\"a ==\"}}}}}"
            + "|EMULATOR: not CEL",
        "{\"pools\":{\"azure\":{\"providers\":{\"entra\":{\"attributeMapping\":"
            + "{\"assertion.aud\":\"assertion.aud\"}}}}}}|Invalid mapped attribute key:"
            + " assertion.aud. Custom mapped attributes must be in format"
            + " 'attribute.{custom_attribute}'",
        "{\"pools\":{\"azure\":{\"providers\":{\"entra\":{\"attributeMapping\":"
            + "{\"google.subject\":null}}}}}}|google.subject must be mapped"
      })
  void patch_whenTheCloudsWouldRefuse_thenSoAndNothingChanges(String patch, String text) {
    WorldState before = world.state();

    assertThatThrownBy(() -> world.patch(patch))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(text);
    assertThat(world.state()).isSameAs(before);
  }
}
