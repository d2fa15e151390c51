package io.github.vertexbridge.policy;

import static io.github.vertexbridge.policy.Policies.FLASH;
import static io.github.vertexbridge.policy.Policies.GROUP;
import static io.github.vertexbridge.policy.Policies.OTHER_APP;
import static io.github.vertexbridge.policy.Policies.TENANT;
import static io.github.vertexbridge.policy.Policies.member;
import static io.github.vertexbridge.policy.Policies.parse;
import static io.github.vertexbridge.policy.Policies.target;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Decision;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Groups and tenants as conditions. */
class PolicyCallersTest {

  private static Decision decide(String callers, Caller caller) {
    return parse(
            """
            {"rules": [{"name": "only", "callers": {%s},
              "allow": {"models": ["%s"], "actions": ["predict"], "residency": ["eu"]}}]}
            """
                .formatted(callers, FLASH))
        .decide(caller, target(FLASH, "predict", "eu"), Optional.empty());
  }

  private static String groups(String id) {
    return "\"groups\": [\"" + id + "\"]";
  }

  private static String tenants(String id) {
    return "\"tenants\": [\"" + id + "\"]";
  }

  @Test
  void decide_whenTheCallerIsInAGroup_thenAllowed() {
    assertThat(decide(groups(GROUP), member(false, OTHER_APP, GROUP)).allowed()).isTrue();
  }

  @Test
  void decide_whenTheCallerIsInNone_thenDeniedWithoutNamingThem() {
    assertThat(decide(groups(GROUP), member(false, OTHER_APP)).reason())
        .contains("it is for groups, and the caller is in none of them")
        .doesNotContain(GROUP);
    assertThat(decide(groups(GROUP), member(false)).reason()).contains("no groups claim");
  }

  @Test
  void decide_whenTheTokenLeavesGroupsOut_thenDeniedWithTheCause() {
    assertThat(decide(groups(GROUP), member(true)).reason())
        .contains("too many (_claim_names)")
        .contains("assigned to the application");
  }

  @Test
  void decide_whenATenantIsNamed_thenItsCallersOnlyAndNoQueue() {
    assertThat(decide(tenants(TENANT), member(false)).allowed()).isTrue();
    assertThat(decide(tenants(OTHER_APP), member(false)).allowed()).isFalse();
    assertThat(decide(tenants(TENANT), Caller.ofQueue("vertex-requests")).allowed()).isFalse();
    assertThat(decide(tenants(TENANT) + "," + groups(GROUP), member(false)).allowed()).isFalse();
  }
}
