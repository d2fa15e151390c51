package io.github.vertexbridge.caller;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import io.github.vertexbridge.config.Settings;
import java.time.InstantSource;
import java.util.Collections;
import java.util.Date;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The claims that a token of the one tenant for the one API must have. Times may be off by 60 s.
 *
 * <p>Source: "Access tokens in the Microsoft identity platform": v1 and v2 tokens have different
 * issuers; the audience of a v2 token is always the API's client id.
 */
final class EntraClaims extends DefaultJWTClaimsVerifier<SecurityContext> {
  private static final Pattern APP_ID_URI = Pattern.compile("api://([0-9a-f-]{36})");

  private final InstantSource clock;
  private final String tenant;
  private final String issuerV1;
  private final String issuerV2;
  private final Set<String> audiencesV1;
  private final Set<String> audiencesV2;

  EntraClaims(Settings.Entra entra, InstantSource clock) {
    super(null, Set.of("exp", "iat", "oid"));
    this.clock = clock;
    this.tenant = entra.tenant().value();
    this.issuerV1 = "https://sts.windows.net/" + tenant + "/";
    this.issuerV2 = "https://login.microsoftonline.com/" + tenant + "/v2.0";
    this.audiencesV1 = new HashSet<>();
    audiencesV1.add(entra.apiAudience());
    this.audiencesV2 = new HashSet<>(audiencesV1);
    Matcher uri = APP_ID_URI.matcher(entra.apiAudience());
    if (uri.matches()) {
      audiencesV2.add(uri.group(1));
    }
  }

  @Override
  public void verify(JWTClaimsSet claims, @Nullable SecurityContext context)
      throws BadJWTException {
    String issuer = String.valueOf(claims.getIssuer());
    if (!issuer.equals(issuerV1) && !issuer.equals(issuerV2)) {
      throw new BadJWTException("The token was issued by somebody else than the bridge's tenant.");
    }
    if (!tenant.equals(claims.getClaim("tid"))) {
      throw new BadJWTException("The token belongs to another tenant.");
    }
    Set<String> audiences = isV2(claims) ? audiencesV2 : audiencesV1;
    if (Collections.disjoint(audiences, claims.getAudience())) {
      throw new BadJWTException("The token is for another audience than the bridge's API.");
    }
    super.verify(claims, context);
  }

  boolean isV2(JWTClaimsSet claims) {
    return issuerV2.equals(claims.getIssuer());
  }

  @Override
  protected Date currentTime() {
    return Date.from(clock.instant());
  }
}
