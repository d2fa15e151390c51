package io.github.vertexbridge.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A refusal of STS: RFC 6749 section 5.2. The texts are verbatim where one is published; the others
 * begin with {@code EMULATOR:}.
 */
final class StsRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String error;

  private StsRefusal(String error, String description) {
    super(description, null, false, false);
    this.error = error;
  }

  static StsRefusal invalidRequest(String what) {
    return new StsRefusal("invalid_request", "EMULATOR: " + what);
  }

  static StsRefusal audienceSyntax() {
    return new StsRefusal(
        "invalid_request",
        "Invalid value for \"audience\". This value should be the full resource name of the Identity"
            + " Provider. See https://cloud.google.com/iam/docs/reference/sts/rest/v1/TopLevel/token"
            + " for the list of possible formats.");
  }

  static StsRefusal unknownProvider() {
    return new StsRefusal(
        "invalid_target",
        "The target service indicated by the \"audience\" parameters is invalid. This might either be"
            + " because the pool or provider is disabled or deleted or because it doesn't exist.");
  }

  /** No published text: malformed token, algorithm, key, signature, times. */
  static StsRefusal token(String what) {
    return new StsRefusal("invalid_grant", "EMULATOR: " + what);
  }

  static StsRefusal issuer(String found, String configured) {
    return new StsRefusal(
        "invalid_grant",
        "The issuer in ID Token " + found + " does not match the expected ones: " + configured);
  }

  static StsRefusal discovery() {
    return new StsRefusal("invalid_grant", "Error connecting to the given credential's issuer.");
  }

  static StsRefusal audience(String found) {
    return new StsRefusal(
        "invalid_grant",
        "The audience in ID Token [" + found + "] does not match the expected audience.");
  }

  static StsRefusal stale(long issuedAt) {
    return new StsRefusal(
        "invalid_grant", "ID Token issued at " + issuedAt + " is stale to sign-in.");
  }

  static StsRefusal noSubject() {
    return new StsRefusal(
        "unauthorized_client",
        "Could not obtain a value for google.subject from the given credential.");
  }

  static StsRefusal noAttribute(String target) {
    return new StsRefusal(
        "unauthorized_client",
        "EMULATOR: Could not obtain a value for " + target + " from the given credential.");
  }

  static StsRefusal subjectTooLong() {
    return new StsRefusal(
        "invalid_request",
        "The size of mapped attribute google.subject exceeds the 127 bytes limit. Either modify your"
            + " attribute mapping or the incoming assertion to produce a mapped attribute that is"
            + " less than 127 bytes.");
  }

  static StsRefusal condition() {
    return new StsRefusal(
        "unauthorized_client", "The given credential is rejected by the attribute condition.");
  }

  Reply reply() {
    Map<String, String> body = new LinkedHashMap<>();
    body.put("error", error);
    body.put("error_description", getMessage());
    return Reply.json(400, body);
  }
}
