package io.github.vertexbridge.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import java.time.Instant;
import java.util.Date;

/** Subject tokens for tests: real in form, unsigned, because these hops never check signatures. */
final class Jwts {
  private Jwts() {}

  static String v1(Instant issuedAt, String uti) {
    return new PlainJWT(
            new JWTClaimsSet.Builder()
                .issuer("https://sts.windows.net/11111111-0000-4000-8000-000000000001/")
                .audience("api://federation")
                .subject("22222222-0000-4000-8000-000000000002")
                .claim("oid", "22222222-0000-4000-8000-000000000002")
                .claim("tid", "11111111-0000-4000-8000-000000000001")
                .claim("appid", "33333333-0000-4000-8000-000000000003")
                .claim("ver", "1.0")
                .claim("uti", uti)
                .claim("xms_mirid", "/subscriptions/secret-path")
                .issueTime(Date.from(issuedAt))
                .expirationTime(Date.from(issuedAt.plusSeconds(86_700)))
                .build())
        .serialize();
  }
}
