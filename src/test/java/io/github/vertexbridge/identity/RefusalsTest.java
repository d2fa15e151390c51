package io.github.vertexbridge.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Hop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The documented refusals, by their documented texts. */
class RefusalsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "invalid_request|Invalid value for \\\"audience\\\". This value should be the full resource name of the Identity Provider.|S01",
        "invalid_target|The target service indicated by the \\\"audience\\\" parameters is invalid.|S03",
        "invalid_grant|The issuer in ID Token https://x/ does not match the expected ones: https://y/|S05",
        "invalid_grant|The audience in ID Token [api://x] does not match the expected audience.|S06",
        "invalid_grant|Error connecting to the given credential's issuer.|S08",
        "unauthorized_client|The given credential is rejected by the attribute condition.|S09",
        "invalid_request|The size of mapped attribute google.subject exceeds the 127 bytes limit.|S10",
        "unauthorized_client|Could not obtain a value for google.subject from the given credential.|S11",
      })
  void refused_whenStsSaysWhy_thenTheCataloguesRow(String error, String text, String row) {
    Failure failure = oauth(error, text);

    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_REFUSED);
    assertThat(failure.hop()).contains(Hop.STS);
    assertThat(failure.facts())
        .containsEntry("catalogue", row)
        .containsEntry("error", error)
        .containsEntry("upstreamStatus", "400");
    assertThat(failure.seen())
        .isEqualTo("Google STS answered 400 " + error + ": " + text.replace("\\", ""));
    assertThat(failure.remedy()).isEqualTo(Catalogue.valueOf(row).remedy());
  }

  @Test
  void refused_whenStsFindsTokenStale_thenItsOwnCode() {
    Failure failure = oauth("invalid_grant", "ID Token issued at 1764057600 is stale to sign-in.");

    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_STALE);
    assertThat(failure.facts()).containsEntry("catalogue", "S07");
  }

  @Test
  void refused_whenStsSaysSomethingUnknown_thenRefusedWithoutARow() {
    Failure failure = oauth("invalid_grant", "EMULATOR: unknown kid");

    assertThat(failure.code()).isEqualTo(FailureCode.IDENTITY_REFUSED);
    assertThat(failure.facts()).doesNotContainKey("catalogue");
  }

  @ParameterizedTest
  @CsvSource({
    "403, PERMISSION_DENIED, IAM_PERMISSION_DENIED,    I01",
    "403, PERMISSION_DENIED, SERVICE_DISABLED,         I05",
    "403, PERMISSION_DENIED, SECURITY_POLICY_VIOLATED, V06",
    "401, UNAUTHENTICATED,   ACCOUNT_STATE_INVALID,    I09",
  })
  void refused_whenIamGivesAReason_thenTheReasonDecides(
      int status, String rpc, String reason, String row) {
    Failure failure =
        refused(
            Hop.IMPERSONATION,
            status,
            "{\"error\":{\"code\":"
                + status
                + ",\"message\":\"Whatever the text says.\",\"status\":\""
                + rpc
                + "\",\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.Help\"},{\"reason\":\""
                + reason
                + "\",\"metadata\":{\"permission\":\"iam.serviceAccounts.getAccessToken\"}}]}}");

    assertThat(failure.facts())
        .containsEntry("catalogue", row)
        .containsEntry("reason", reason)
        .containsEntry("status", rpc)
        .containsEntry("permission", "iam.serviceAccounts.getAccessToken");
  }

  @ParameterizedTest
  @CsvSource({
    "403, The caller does not have permission,                   I01",
    "404, Not found; Gaia id not found for email x,              I04",
    "400, Request contains an invalid argument.,                 I06",
    "400, The access token lifetime cannot exceed 3600 seconds., I07",
  })
  void refused_whenIamGivesNoReason_thenStatusDecides(int status, String text, String row) {
    Failure failure =
        refused(Hop.IMPERSONATION, status, "{\"error\":{\"code\":1,\"message\":\"" + text + "\"}}");

    assertThat(failure.facts()).containsEntry("catalogue", row);
  }

  @Test
  void refused_whenClocksDiffer_thenSaysByHowMuch() {
    HopAnswer answer =
        new HopAnswer(
            Instant.parse("2026-11-25T08:05:00Z"),
            Duration.ZERO,
            400,
            new Headers(Map.of("Date", "Wed, 25 Nov 2026 08:00:00 GMT")),
            new byte[0]);

    Failure failure = Refusals.refused(Hop.STS, answer);

    assertThat(failure.facts()).containsEntry("clockAheadSeconds", "300");
  }

  @Test
  void refused_whenDateIsNone_thenNothingIsSaidOfClocks() {
    HopAnswer answer =
        new HopAnswer(
            Instant.EPOCH, Duration.ZERO, 400, new Headers(Map.of("Date", "today")), new byte[0]);

    assertThat(Refusals.refused(Hop.STS, answer).facts()).doesNotContainKey("clockAheadSeconds");
  }

  @ParameterizedTest
  @EnumSource(Catalogue.class)
  void catalogue_whenShown_thenOneSentence(Catalogue row) {
    assertThat(row.remedy()).endsWith(".").doesNotContain("\n").hasSizeLessThan(200);
  }

  private static Failure oauth(String error, String text) {
    return refused(
        Hop.STS, 400, "{\"error\":\"" + error + "\",\"error_description\":\"" + text + "\"}");
  }

  private static Failure refused(Hop hop, int status, String body) {
    return Refusals.refused(
        hop,
        new HopAnswer(
            Instant.EPOCH,
            Duration.ZERO,
            status,
            Headers.NONE,
            body.getBytes(StandardCharsets.UTF_8)));
  }
}
