package io.github.vertexbridge.caller;

import static io.github.vertexbridge.caller.Entra.token;
import static io.github.vertexbridge.caller.Entra.v1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.config.Settings.EasyAuth;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EasyAuthTest {
  private static final String MICROSOFT = "http://schemas.microsoft.com/identity/claims/";
  private static final String ROLE = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";

  private final CallerVerifier trusting = Entra.verifier(EasyAuth.REQUIRED, true);

  private static Map<String, Object> claim(String type, Object value) {
    return Map.of("typ", type, "val", value);
  }

  private static List<Map<String, Object>> shortClaims() {
    return new ArrayList<>(
        List.of(
            claim("tid", Entra.TENANT),
            claim("oid", Entra.OBJECT),
            claim("appid", Entra.CLIENT),
            claim("idtyp", "app"),
            claim("roles", "Bridge.Invoke"),
            claim("roles", "Bridge.Operate")));
  }

  private static Headers principal(String type, List<Map<String, Object>> claims) {
    String json =
        JSONObjectUtils.toJSONString(
            Map.of("auth_typ", type, "claims", claims, "name_typ", "name", "role_typ", "roles"));
    return header(json);
  }

  private static Headers header(String json) {
    return new Headers(
        Map.of(
            "X-MS-CLIENT-PRINCIPAL",
            Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8))));
  }

  private static FailureCode refused(CallerVerifier verifier, Headers headers) {
    FailureException refusal =
        catchThrowableOfType(FailureException.class, () -> verifier.verify(headers));
    assertThat(refusal).isNotNull();
    return refusal.failure().code();
  }

  @Test
  void verify_whenPrincipalHasTooManyGroups_thenItIsKnown() {
    List<Map<String, Object>> claims = shortClaims();
    claims.add(claim("_claim_names", "{\"groups\":\"src1\"}"));

    assertThat(trusting.verify(principal("aad", claims)).groupsLeftOut()).isTrue();
  }

  @Test
  void verify_whenPrincipalHasShortNames_thenItsIdentity() {
    Caller caller = trusting.verify(principal("aad", shortClaims()));

    assertThat(caller.kind()).isEqualTo(Caller.Kind.APPLICATION);
    assertThat(caller.object().orElseThrow().value()).isEqualTo(Entra.OBJECT);
    assertThat(caller.application()).contains(new ClientId(Entra.CLIENT));
    assertThat(caller.roles()).containsExactlyInAnyOrder("Bridge.Invoke", "Bridge.Operate");
  }

  @Test
  void verify_whenPrincipalHasLongNames_thenItsIdentity() {
    Caller caller =
        trusting.verify(
            principal(
                "aad",
                List.of(
                    claim(MICROSOFT + "tenantid", Entra.TENANT),
                    claim(MICROSOFT + "objectidentifier", Entra.OBJECT),
                    claim(MICROSOFT + "scope", "Models.Use"),
                    claim("azp", Entra.CLIENT),
                    claim(ROLE, "Bridge.Invoke"))));

    assertThat(caller.kind()).isEqualTo(Caller.Kind.USER);
    assertThat(caller.object().orElseThrow().value()).isEqualTo(Entra.OBJECT);
    assertThat(caller.roles()).containsExactly("Bridge.Invoke");
  }

  @ParameterizedTest
  @CsvSource({"OFF,true", "OFF,false", "REQUIRED,false"})
  void verify_whenPrincipalIsForged_thenAsIfItWereNotThere(EasyAuth setting, boolean enabled) {
    CallerVerifier verifier = Entra.verifier(setting, enabled);
    Headers forged = principal("aad", shortClaims());

    assertThat(refused(verifier, forged)).isEqualTo(FailureCode.CALLER_UNAUTHENTICATED);
    Headers broken = new Headers(Map.of("x-ms-client-principal", "%%%"));
    Headers both = broken.with("authorization", "Bearer " + token(v1()));
    assertThat(verifier.verify(both).object().orElseThrow().value()).isEqualTo(Entra.OBJECT);
  }

  @Test
  void verify_whenPrincipalIsMissing_thenBearerOrNothing() {
    assertThat(refused(trusting, Headers.NONE)).isEqualTo(FailureCode.CALLER_UNAUTHENTICATED);
    assertThat(trusting.verify(Entra.bearer(token(v1()))).roles()).containsExactly("Bridge.Invoke");
  }

  @Test
  void verify_whenBearerBesideIsOfTheSameObject_thenTheVerifiedToken() {
    Headers both =
        principal("aad", shortClaims())
            .with("authorization", "Bearer " + token(v1().claim("roles", List.of("FromToken"))));

    assertThat(trusting.verify(both).roles()).containsExactly("FromToken");
  }

  @Test
  void verify_whenBearerBesideIsBadOrOfAnother_thenRefused() {
    Headers principal = principal("aad", shortClaims());
    String another = token(v1().claim("oid", Entra.API));
    String bad = token(v1().audience("api://other"));

    assertThat(refused(trusting, principal.with("authorization", "Bearer " + another)))
        .isEqualTo(FailureCode.CALLER_TOKEN_INVALID);
    assertThat(refused(trusting, principal.with("authorization", "Bearer " + bad)))
        .isEqualTo(FailureCode.CALLER_TOKEN_INVALID);
  }

  @Test
  void verify_whenPrincipalIsOfAnotherTenantOrProvider_thenRefused() {
    List<Map<String, Object>> otherTenant = shortClaims();
    otherTenant.set(0, claim("tid", Entra.OTHER_TENANT));
    List<Map<String, Object>> twoObjects = shortClaims();
    twoObjects.add(claim(MICROSOFT + "objectidentifier", Entra.API));
    List<Map<String, Object>> noObject = shortClaims();
    noObject.remove(1);

    assertThat(
            List.of(
                refused(trusting, principal("aad", otherTenant)),
                refused(trusting, principal("google", shortClaims())),
                refused(trusting, principal("aad", twoObjects)),
                refused(trusting, principal("aad", noObject)),
                refused(trusting, principal("aad", List.of()))))
        .containsOnly(FailureCode.CALLER_TOKEN_INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{\"auth_typ\":\"aad\"}",
        "{\"auth_typ\":1}",
        "{\"auth_typ\":\"aad\",\"claims\":{}}",
        "{\"auth_typ\":\"aad\",\"claims\":[1]}",
        "{\"auth_typ\":\"aad\",\"claims\":[null]}",
        "{\"auth_typ\":\"aad\",\"claims\":[{\"typ\":1,\"val\":2}]}",
      })
  void verify_whenPrincipalIsMalformed_thenTypedRefusal(String json) {
    assertThat(refused(trusting, header(json))).isEqualTo(FailureCode.CALLER_TOKEN_INVALID);
  }
}
