package io.github.vertexbridge.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFilterTest {
  private static final JsonObject ENTRY =
      JsonParser.parseString(
              """
              {"logName":"projects/p/logs/cloudaudit.googleapis.com%2Fdata_access",
               "timestamp":"2026-11-26T08:00:00.5Z",
               "protoPayload":{"@type":"type.googleapis.com/google.cloud.audit.AuditLog",
                "methodName":"google.cloud.aiplatform.v1.PredictionService.GenerateContent",
                "status":{"code":7},
                "authorizationInfo":[{"permission":"a"},{"permission":"b"}],
                "requestMetadata":{"callerSuppliedUserAgent":"x (corr=ID),gzip(gfe)"}}}
              """)
          .getAsJsonObject();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "logName=\"projects/p/logs/cloudaudit.googleapis.com%2Fdata_access\"",
        "protoPayload.requestMetadata.callerSuppliedUserAgent:\"corr=id\"",
        "protoPayload.methodName=~\"\\\\.(GenerateContent|Predict)$\"",
        "protoPayload.authorizationInfo.permission=\"b\"",
        "protoPayload.status.code=\"7\"",
        "\"corr=ID\"",
        "timestamp>=\"2026-11-26T08:00:00.5Z\" timestamp<=\"2026-11-26T08:00:00.5Z\"",
        "\"corr=ID\"\n\"GenerateContent\"",
        "\"nothing\" OR \"corr=ID\" AND \"GenerateContent\"",
        "(\"nothing\" OR (\"corr=ID\"))",
      })
  void finds_whenItHolds_thenTrue(String filter) {
    assertThat(LogFilter.parse(filter).finds(ENTRY)).isTrue();
  }

  /** OR binds tighter than AND: the second of these would hold by the usual rule. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "protoPayload.missing=\"x\"",
        "\"corr=ID\" OR \"GenerateContent\" AND \"nothing\"",
        "protoPayload.requestMetadata.callerSuppliedUserAgent=\"x (corr=ID)\"",
        "protoPayload.methodName=~\"generatecontent$\"",
        "\"corr=ID\" \"nothing\"",
        "timestamp>\"2026-11-26T08:00:00.5Z\"",
        "timestamp<\"2026-11-26T08:00:00.5Z\"",
        "protoPayload=\"x\"",
      })
  void finds_whenItDoesNot_thenFalse(String filter) {
    assertThat(LogFilter.parse(filter).finds(ENTRY)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NOT \"x\"",
        "-\"x\"",
        "a!=\"x\"",
        "a=x",
        "a",
        "a=",
        "(\"x\"",
        "\"x\")",
        "\"x",
        "\"x\" OR",
        "AND \"x\"",
        "SEARCH(\"x\")",
        "severity>=\"ERROR\"",
        "timestamp>=\"yesterday\"",
        "a=~\"(\"",
        "a:*",
      })
  void parse_whenItIsNotInThisPartOfTheLanguage_thenRefused(String filter) {
    assertThatThrownBy(() -> LogFilter.parse(filter)).isInstanceOf(IllegalArgumentException.class);
  }
}
