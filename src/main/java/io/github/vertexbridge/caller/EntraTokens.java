package io.github.vertexbridge.caller;

import static io.github.vertexbridge.caller.Refusals.invalid;
import static io.github.vertexbridge.caller.Refusals.keysUnavailable;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.BadJWSException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ObjectId;
import io.github.vertexbridge.call.TenantId;
import io.github.vertexbridge.config.Settings;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Verifies Entra access tokens: RS256 (RFC 7515), a key id of the tenant's key set, type JWT, and
 * the claims of {@link EntraClaims}.
 *
 * <p>Exceptions of the parser are not kept as causes: their texts quote the token.
 */
final class EntraTokens {
  private static final String ANOTHER = "Get a token from the bridge's tenant for its API.";
  private static final String NEWER = "Get a new token.";

  private final JWKSource<SecurityContext> keys;
  private final EntraClaims claims;
  private final TenantId tenant;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  EntraTokens(Settings.Entra entra, InstantSource clock, JWKSource<SecurityContext> keys) {
    this.keys = keys;
    this.claims = new EntraClaims(entra, clock);
    this.tenant = entra.tenant();
    processor.setJWSTypeVerifier(new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
    processor.setJWTClaimsSetVerifier(claims);
  }

  /**
   * @param token without {@code Bearer}
   * @throws FailureException CALLER_TOKEN_INVALID or CALLER_KEYS_UNAVAILABLE
   */
  Caller verify(String token) {
    SignedJWT jwt = signed(token);
    try {
      return caller(process(jwt));
    } catch (ParseException e) {
      throw invalid("A claim of the token is not of its type.", ANOTHER);
    }
  }

  private static SignedJWT signed(String token) {
    JWT jwt;
    try {
      jwt = JWTParser.parse(token);
    } catch (ParseException | RuntimeException e) { // a header 'null' is a NullPointerException
      throw invalid("The bearer token is no JWT.", ANOTHER);
    }
    if (!(jwt instanceof SignedJWT signed)
        || !JWSAlgorithm.RS256.equals(signed.getHeader().getAlgorithm())) {
      throw invalid("The token is not signed with RS256.", ANOTHER);
    }
    // The library would try every key.
    if (signed.getHeader().getKeyID() == null || signed.getHeader().getKeyID().isBlank()) {
      throw invalid("The token does not say which key signed it (no kid).", ANOTHER);
    }
    return signed;
  }

  private JWTClaimsSet process(SignedJWT jwt) {
    try {
      return processor.process(jwt, null);
    } catch (ExpiredJWTException e) {
      throw invalid("The token has expired.", NEWER);
    } catch (BadJWTException e) {
      throw invalid(claimsProblem(e), ANOTHER);
    } catch (BadJWSException e) {
      throw invalid("The token's signature is wrong.", ANOTHER);
    } catch (RateLimitReachedException e) {
      throw unknownKey(e);
    } catch (KeySourceException e) {
      throw keysUnavailable(e);
    } catch (BadJOSEException e) {
      throw invalid("The token is of another type or signed with a key unknown here.", ANOTHER);
    } catch (JOSEException e) {
      throw invalid("The token cannot be verified.", ANOTHER);
    }
  }

  /** Too many reads for unknown keys: the key is unknown, unless there are no keys at all. */
  private FailureException unknownKey(RateLimitReachedException limit) {
    try {
      if (!keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null).isEmpty()) {
        return invalid("The token is signed with a key unknown here.", ANOTHER);
      }
    } catch (KeySourceException e) {
      return keysUnavailable(e);
    }
    return keysUnavailable(limit);
  }

  /** Our own sentences end with a full stop; the library's are put into one of ours. */
  private static String claimsProblem(BadJWTException e) {
    String text = String.valueOf(e.getMessage());
    if (text.endsWith(".")) {
      return text;
    }
    return text.contains("before use")
        ? "The token is not valid yet."
        : "The token lacks a claim that it must have (exp, iat, oid).";
  }

  private Caller caller(JWTClaimsSet token) throws ParseException {
    ObjectId object =
        lower(token, "oid")
            .flatMap(ObjectId::parse)
            .orElseThrow(() -> invalid("The token's oid is no object id.", ANOTHER));
    boolean v2 = claims.isV2(token);
    return new Caller(
        isApplication(token) ? Caller.Kind.APPLICATION : Caller.Kind.USER,
        Optional.of(tenant),
        Optional.of(object),
        lower(token, v2 ? "azp" : "appid").flatMap(ClientId::parse),
        strings(token, "roles"),
        strings(token, "groups"),
        hasOverage(token),
        Optional.empty());
  }

  /**
   * Whether Entra left the groups out, as it does above 200: "Configure groups claims, group
   * overages".
   */
  private static boolean hasOverage(JWTClaimsSet token) throws ParseException {
    Map<String, Object> elsewhere = token.getJSONObjectClaim("_claim_names");
    return elsewhere != null && elsewhere.containsKey("groups");
  }

  /** An application's own token says so, or has no scope that a user consented to. */
  private static boolean isApplication(JWTClaimsSet token) throws ParseException {
    String type = token.getStringClaim("idtyp");
    return type == null ? token.getStringClaim("scp") == null : type.equals("app");
  }

  private static Optional<String> lower(JWTClaimsSet token, String claim) throws ParseException {
    return Optional.ofNullable(token.getStringClaim(claim)).map(v -> v.toLowerCase(Locale.ROOT));
  }

  private static Set<String> strings(JWTClaimsSet token, String claim) throws ParseException {
    List<String> values = token.getStringListClaim(claim);
    return values == null
        ? Set.of()
        : values.stream().filter(Objects::nonNull).collect(Collectors.toSet());
  }
}
