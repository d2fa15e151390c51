package io.github.vertexbridge.caller;

import static io.github.vertexbridge.caller.Entra.bearer;
import static io.github.vertexbridge.caller.Entra.header;
import static io.github.vertexbridge.caller.Entra.key;
import static io.github.vertexbridge.caller.Entra.signer;
import static io.github.vertexbridge.caller.Entra.token;
import static io.github.vertexbridge.caller.Entra.v1;
import static io.github.vertexbridge.caller.Entra.v2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.config.Settings.EasyAuth;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerVerifierTest {
  private final CallerVerifier verifier = Entra.verifier(EasyAuth.OFF, false);

  private Failure refused(Headers headers) {
    FailureException refusal =
        catchThrowableOfType(FailureException.class, () -> verifier.verify(headers));
    assertThat(refusal).isNotNull();
    return refusal.failure();
  }

  @Test
  void verify_whenV1OrV2TokenOfAnApplication_thenItsIdentity() {
    for (JWTClaimsSet.Builder claims : List.of(v1(), v2())) {
      Caller caller = verifier.verify(bearer(token(claims.claim("groups", List.of("g1")))));

      assertThat(caller.kind()).isEqualTo(Caller.Kind.APPLICATION);
      assertThat(caller.label()).isEqualTo("app:" + Entra.CLIENT);
      assertThat(caller.object().orElseThrow().value()).isEqualTo(Entra.OBJECT);
      assertThat(caller.tenant().orElseThrow().value()).isEqualTo(Entra.TENANT);
      assertThat(caller.roles()).containsExactly("Bridge.Invoke");
      assertThat(caller.groups()).containsExactly("g1");
    }
  }

  @Test
  void verify_whenThereAreTooManyGroups_thenNoneAndItIsKnown() {
    Map<String, String> elsewhere = Map.of("groups", "src1");
    Caller caller = verifier.verify(bearer(token(v2().claim("_claim_names", elsewhere))));

    assertThat(caller.groups()).isEmpty();
    assertThat(caller.groupsLeftOut()).isTrue();
    assertThat(verifier.verify(bearer(token(v2()))).groupsLeftOut()).isFalse();
  }

  @Test
  void verify_whenUserToken_thenUser() {
    Caller caller =
        verifier.verify(bearer(token(v2().claim("idtyp", null).claim("scp", "Models.Use"))));

    assertThat(caller.kind()).isEqualTo(Caller.Kind.USER);
    assertThat(caller.label()).isEqualTo("user:" + Entra.OBJECT);
  }

  @Test
  void verify_whenNeitherTypeNorScope_thenApplication() {
    assertThat(verifier.verify(bearer(token(v1().claim("idtyp", null)))).kind())
        .isEqualTo(Caller.Kind.APPLICATION);
  }

  @Test
  void verify_whenNoRole_thenVerifiedWithoutRoles() {
    assertThat(verifier.verify(bearer(token(v1().claim("roles", null)))).roles()).isEmpty();
  }

  @Test
  void verify_whenSchemeIsInAnotherCase_thenAccepted() {
    Headers headers = new Headers(Map.of("AUTHORIZATION", "bEaReR  " + token(v1())));

    assertThat(verifier.verify(headers).kind()).isEqualTo(Caller.Kind.APPLICATION);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic YTpi", "Bearer", "Bearer ", "Negotiate x"})
  void verify_whenNoBearerToken_thenUnauthenticated(String authorization) {
    assertThat(refused(new Headers(Map.of("Authorization", authorization))).code())
        .isEqualTo(FailureCode.CALLER_UNAUTHENTICATED);
    assertThat(refused(Headers.NONE).code()).isEqualTo(FailureCode.CALLER_UNAUTHENTICATED);
  }

  /** Tokens that must not pass, each with the word that its refusal must say. */
  @SuppressWarnings("ImmutableEnumChecker") // the suppliers hold nothing
  enum Bad {
    EXPIRED("expired", () -> token(v1().expirationTime(at(-61)))),
    NO_EXPIRY("exp", () -> token(v1().expirationTime(null))),
    NOT_YET("not valid yet", () -> token(v1().notBeforeTime(at(61)))),
    OTHER_TENANT_V1(
        "tenant",
        () ->
            token(
                v1().issuer("https://sts.windows.net/" + Entra.OTHER_TENANT + "/")
                    .claim("tid", Entra.OTHER_TENANT))),
    OTHER_TENANT_V2(
        "tenant",
        () ->
            token(
                v2().issuer("https://login.microsoftonline.com/" + Entra.OTHER_TENANT + "/v2.0")
                    .claim("tid", Entra.OTHER_TENANT))),
    OTHER_TID("tenant", () -> token(v1().claim("tid", Entra.OTHER_TENANT))),
    NO_TID("tenant", () -> token(v1().claim("tid", null))),
    NO_ISSUER("tenant", () -> token(v1().issuer(null))),
    ISSUER_WITHOUT_SLASH(
        "tenant", () -> token(v1().issuer("https://sts.windows.net/" + Entra.TENANT))),
    OTHER_AUDIENCE("audience", () -> token(v1().audience("api://other"))),
    NO_AUDIENCE("audience", () -> token(v1().audience((String) null))),
    CLIENT_ID_AS_AUDIENCE_IN_V1("audience", () -> token(v1().audience(Entra.API))),
    NO_OID("oid", () -> token(v1().claim("oid", null))),
    ODD_OID("oid", () -> token(v1().claim("oid", "me"))),
    ODD_ROLES("type", () -> token(v1().claim("roles", Map.of("a", 1)))),
    ALG_NONE("RS256", () -> new PlainJWT(v1().build()).serialize()),
    HS256_WITH_PUBLIC_KEY("RS256", Bad::hs256WithPublicKey),
    RS512("RS256", () -> token(other(JWSAlgorithm.RS512), v1(), signer(Entra.KEY))),
    PS256("RS256", () -> token(other(JWSAlgorithm.PS256), v1(), signer(Entra.KEY))),
    UNKNOWN_KID("unknown", () -> token(header().keyID("key-2"), v1(), signer(key("key-2")))),
    NO_KID("kid", () -> token(header().keyID(null), v1(), signer(Entra.KEY))),
    EMPTY_KID("kid", () -> token(header().keyID(" "), v1(), signer(Entra.KEY))),
    OTHER_KEY_OF_SAME_KID("signature", () -> token(header(), v1(), signer(key("key-1")))),
    EMBEDDED_KEY("signature", Bad::embeddedKey),
    OTHER_TYPE("type", () -> token(header().type(JOSEObjectType.JOSE), v1(), signer(Entra.KEY))),
    NO_TYPE("type", () -> token(header().type(null), v1(), signer(Entra.KEY))),
    UNKNOWN_CRIT("", () -> token(header().criticalParams(crit()), v1(), signer(Entra.KEY))),
    CUT("", () -> token(v1()).replaceAll("[^.]*$", "")),
    CHANGED("signature", () -> token(v1()).replaceFirst("\\.[^.]*\\.", payloadOf(token(v2())))),
    TWO_TOKENS("", () -> token(v1()) + ", Bearer " + token(v1())),
    NO_JWT("no JWT", () -> "opaque-token"),
    FOUR_PARTS("no JWT", () -> "a.b.c.d");

    private final String says;
    private final Supplier<String> token;

    Bad(String says, Supplier<String> token) {
      this.says = says;
      this.token = token;
    }

    private static Date at(int seconds) {
      return Date.from(Entra.NOW.plusSeconds(seconds));
    }

    private static JWSHeader.Builder other(JWSAlgorithm algorithm) {
      return new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(Entra.KEY.getKeyID());
    }

    private static Set<String> crit() {
      return Set.of("exp");
    }

    private static String payloadOf(String token) {
      return "." + token.split("\\.", -1)[1] + ".";
    }

    private static String hs256WithPublicKey() {
      try {
        byte[] secret = Entra.KEY.toRSAPublicKey().getEncoded();
        return token(other(JWSAlgorithm.HS256), v1(), new MACSigner(secret));
      } catch (JOSEException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String embeddedKey() {
      RSAKey mine = key("key-1");
      return token(header().jwk(mine.toPublicJWK()), v1(), signer(mine));
    }
  }

  @ParameterizedTest
  @EnumSource
  void verify_whenTokenIsBad_thenOneSentenceThatDoesNotEchoIt(Bad bad) {
    String token = bad.token.get();

    Failure failure = refused(bearer(token));

    assertThat(failure.code()).isEqualTo(FailureCode.CALLER_TOKEN_INVALID);
    assertThat(failure.seen()).contains(bad.says).endsWith(".");
    boolean echoes =
        List.of(token.split("\\.", -1)).stream()
            .anyMatch(part -> part.length() > 3 && failure.toString().contains(part));
    assertThat(echoes).as("the refusal repeats a part of the token").isFalse();
    assertThat(failure.toString()).doesNotContain(Entra.OTHER_TENANT, Entra.TENANT);
  }

  @Test
  void verify_whenClocksDifferByLessThanAMinute_thenAccepted() {
    Instant now = Entra.NOW;
    verifier.verify(bearer(token(v1().expirationTime(Date.from(now.minusSeconds(59))))));
    verifier.verify(bearer(token(v1().notBeforeTime(Date.from(now.plusSeconds(59))))));
  }

  @Test
  void verify_whenKeyIsUnknownButOthersAreThere_thenRefusedNotUnavailable() {
    RSAKey other = key("key-9");
    CallerVerifier verifier =
        new CallerVerifier(
            Entra.settings(URI.create("https://login.invalid"), EasyAuth.OFF, false),
            Entra.CLOCK,
            new ImmutableJWKSet<>(new JWKSet(other.toPublicJWK())));

    FailureException refusal =
        catchThrowableOfType(FailureException.class, () -> verifier.verify(bearer(token(v1()))));

    assertThat(refusal.failure().code()).isEqualTo(FailureCode.CALLER_TOKEN_INVALID);
  }

  @Property(tries = 300)
  void verify_whenAnyText_thenTypedRefusal(@ForAll String text) {
    assertThat(refused(bearer(text)).code().httpStatus()).isEqualTo(401);
  }

  @Property(tries = 300)
  void verify_whenAnyHeaderAndPayload_thenTypedRefusal(
      @ForAll byte[] header, @ForAll byte[] payload) {
    String token = base64(header) + "." + base64(payload) + "." + base64(payload);

    assertThat(refused(bearer(token)).code().httpStatus()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "null",
        "[]",
        "{\"alg\":1}",
        "{\"alg\":\"RS256\",\"kid\":1,\"typ\":\"JWT\"}",
        "{\"alg\":\"RS256\",\"kid\":\"key-1\",\"typ\":1}",
        "{\"alg\":\"RS256\",\"kid\":\"key-1\",\"typ\":\"JWT\",\"x5c\":[1]}",
      })
  void verify_whenHeaderIsOdd_thenTypedRefusal(String header) {
    String body = base64("{\"aud\":[null],\"iss\":5}".getBytes(StandardCharsets.UTF_8));
    String token = base64(header.getBytes(StandardCharsets.UTF_8)) + "." + body + "." + body;

    assertThat(refused(bearer(token)).code()).isEqualTo(FailureCode.CALLER_TOKEN_INVALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "1",
        "{",
        "{\"exp\":\"x\"}",
        "{\"exp\":1e400}",
        "{\"exp\":99999999999999999999999999}",
        "{\"aud\":{}}",
        "{\"aud\":[null],\"iss\":5}",
        "{\"iss\":null,\"tid\":[1]}",
      })
  void verify_whenPayloadIsOdd_thenTypedRefusal(String payload) {
    String head = token(v1()).split("\\.", -1)[0];
    String body = base64(payload.getBytes(StandardCharsets.UTF_8));

    assertThat(refused(bearer(head + "." + body + "." + body)).code())
        .isEqualTo(FailureCode.CALLER_TOKEN_INVALID);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
