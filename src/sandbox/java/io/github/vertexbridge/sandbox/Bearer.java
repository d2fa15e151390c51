package io.github.vertexbridge.sandbox;

import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import io.github.vertexbridge.sandbox.AccessTokens.Grant;
import io.github.vertexbridge.sandbox.WorldState.Pool;
import io.github.vertexbridge.sandbox.WorldState.ServiceAccount;
import java.time.InstantSource;
import java.util.Optional;

/** Who a request to a Google API comes from: the checks before any permission. */
final class Bearer {
  private static final String REALM = "Bearer realm=\"https://accounts.google.com/\"";
  private static final String INVALID =
      "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie"
          + " or other valid authentication credential. See"
          + " https://developers.google.com/identity/sign-in/web/devconsole-project.";

  private final AccessTokens tokens;
  private final InstantSource clock;

  Bearer(AccessTokens tokens, InstantSource clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /**
   * @param authorization the header as it came
   * @param service for the error's metadata: {@code aiplatform.googleapis.com}
   * @param method for the error's metadata, full name
   * @throws GoogleRefusal UNAUTHENTICATED, or PERMISSION_DENIED for a narrow scope
   */
  Principal authenticate(
      Optional<String> authorization, String service, String method, WorldState world) {
    if (authorization.filter(value -> value.startsWith("Bearer ")).isEmpty()) {
      throw GoogleRefusal.of(
              Code.UNAUTHENTICATED,
              "API keys are not supported by this API. Expected OAuth2 access token or other"
                  + " authentication credentials that assert a principal. See"
                  + " https://cloud.google.com/docs/authentication",
              info("CREDENTIALS_MISSING", service, method))
          .challenge(REALM);
    }
    Grant grant =
        tokens
            .find(authorization.get().substring("Bearer ".length()))
            .filter(found -> standing(found.principal(), world))
            // No reason is published for a token that is none of Google's.
            .orElseThrow(() -> invalid(Optional.empty()));
    if (!clock.instant().isBefore(grant.expires())) {
      throw invalid(Optional.of(info("ACCESS_TOKEN_EXPIRED", service, method)));
    }
    if (disabled(grant.principal(), world)) {
      throw invalid(Optional.of(info("ACCOUNT_STATE_INVALID", service, method)));
    }
    if (!grant.scopes().contains(AccessTokens.CLOUD_PLATFORM)) {
      throw GoogleRefusal.of(
          Code.PERMISSION_DENIED,
          "EMULATOR: the token's scopes are insufficient",
          info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", service, method));
    }
    return grant.principal();
  }

  /** Disabling or deleting a pool revokes its federated tokens; disabling a provider does not. */
  private static boolean standing(Principal principal, WorldState world) {
    if (principal instanceof Principal.Federated federated) {
      Pool pool = world.pools().get(federated.pool());
      return pool != null && pool.usable();
    }
    return true;
  }

  private static boolean disabled(Principal principal, WorldState world) {
    if (principal instanceof Principal.Account account) {
      ServiceAccount found = world.serviceAccounts().get(account.email());
      return found == null || found.disabled();
    }
    return false;
  }

  private static GoogleRefusal invalid(Optional<ErrorInfo> info) {
    return info.map(found -> GoogleRefusal.of(Code.UNAUTHENTICATED, INVALID, found))
        .orElseGet(() -> GoogleRefusal.of(Code.UNAUTHENTICATED, INVALID))
        .challenge(REALM + ", error=\"invalid_token\"");
  }

  private static ErrorInfo info(String reason, String service, String method) {
    return ErrorInfo.newBuilder()
        .setReason(reason)
        .setDomain("googleapis.com")
        .putMetadata("service", service)
        .putMetadata("method", method)
        .build();
  }
}
