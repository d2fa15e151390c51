package io.github.vertexbridge.identity;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What may be told about a token: some claims, and a thumbprint that means nothing elsewhere. */
final class TokenClaims {
  /** Names of Microsoft's access token reference, and RFC 7519. */
  private static final List<String> SHOWN =
      List.of("iss", "aud", "sub", "oid", "tid", "appid", "azp", "iat", "exp", "ver", "uti");

  private static final int THUMBPRINT_BYTES = 8;

  private final byte[] salt;

  /**
   * @param salt random, one for the process: thumbprints join the lines of one process only
   */
  TokenClaims(byte[] salt) {
    this.salt = salt.clone();
  }

  /**
   * Claims of a JWT whose signature was not checked: they are Google's to judge, ours to show.
   *
   * @param shown by name, times as seconds since the epoch
   */
  record Read(Map<String, String> shown, Optional<Instant> issuedAt, Optional<Instant> expiry) {}

  /**
   * @throws ParseException if this is no JWT; its text may quote the token
   */
  Read read(String jwt) throws ParseException {
    @Nullable JWTClaimsSet claims = JWTParser.parse(jwt).getJWTClaimsSet();
    if (claims == null) {
      throw new ParseException("no readable claims", 0);
    }
    Map<String, String> shown = new TreeMap<>();
    for (String name : SHOWN) {
      @Nullable Object value = claims.getClaim(name);
      if (value != null) {
        shown.put(name, text(value));
      }
    }
    shown.put("thumbprint", thumbprint(jwt));
    return new Read(
        shown,
        Optional.ofNullable(claims.getIssueTime()).map(Date::toInstant),
        Optional.ofNullable(claims.getExpirationTime()).map(Date::toInstant));
  }

  /** The first 8 bytes of SHA-256 over salt and token, in hexadecimal. */
  String thumbprint(String token) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(salt);
      byte[] digest = sha256.digest(token.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, THUMBPRINT_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String text(Object value) {
    if (value instanceof Date date) {
      return Long.toString(date.toInstant().getEpochSecond());
    }
    if (value instanceof Collection<?> values) {
      return String.join(",", values.stream().map(String::valueOf).toList());
    }
    return value.toString();
  }
}
