package io.github.vertexbridge.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.ParseException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenClaimsTest {
  private final TokenClaims claims = new TokenClaims(new byte[] {1, 2, 3});

  @Test
  void thumbprint_whenSaltDiffers_thenAnother() {
    TokenClaims elsewhere = new TokenClaims(new byte[] {1, 2, 4});

    assertThat(claims.thumbprint("token")).hasSize(16).isEqualTo(claims.thumbprint("token"));
    assertThat(claims.thumbprint("token")).isNotEqualTo(elsewhere.thumbprint("token"));
  }

  @Test
  void read_whenJwt_thenListedClaimsOnly() throws ParseException {
    Instant issued = Instant.parse("2026-11-25T08:00:00Z");

    TokenClaims.Read read = claims.read(Jwts.v1(issued, "uti-1"));

    assertThat(read.shown())
        .containsOnlyKeys(
            "iss", "aud", "sub", "oid", "tid", "appid", "iat", "exp", "ver", "uti", "thumbprint");
    assertThat(read.issuedAt()).contains(issued);
    assertThat(read.expiry()).contains(issued.plusSeconds(86_700));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "opaque", "a.b.c", "..", "e30.W10.", "e30.e30.e30.e30.e30"})
  void read_whenNoJwt_thenParseException(String text) {
    assertThatThrownBy(() -> claims.read(text)).isInstanceOf(ParseException.class);
  }
}
