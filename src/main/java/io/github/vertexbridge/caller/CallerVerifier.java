package io.github.vertexbridge.caller;

import static io.github.vertexbridge.caller.Refusals.invalid;
import static io.github.vertexbridge.caller.Refusals.unauthenticated;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.TenantId;
import io.github.vertexbridge.config.Settings;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Says who calls.
 *
 * <p>A bearer token (RFC 6750) is an Entra access token of the one tenant, v1 or v2, for the
 * audience of the settings. If that audience is an App ID URI of the form {@code api://CLIENT_ID},
 * v2 tokens, whose audience is always a client id, may carry {@code CLIENT_ID} instead. Issuers are
 * those of the global cloud.
 *
 * <p>The principal of App Service authentication counts only if the setting asks for it and the
 * platform says that it is on; otherwise anybody can write that header, and it is as if it were not
 * there. A bearer token beside it must verify and name the same object.
 *
 * <p>A caller without any role is a verified caller: the policy refuses it. Thread safe.
 */
public final class CallerVerifier {
  private static final String SCHEME = "bearer ";

  private final EntraTokens tokens;
  private final TenantId tenant;
  private final boolean trustsPrincipal;

  /** Reads the tenant's keys from Entra when the first token comes, and keeps them. */
  public CallerVerifier(Settings settings, InstantSource clock) {
    this(settings, clock, EntraKeys.of(settings.entra(), refresher()));
  }

  CallerVerifier(Settings settings, InstantSource clock, JWKSource<SecurityContext> keys) {
    this.tokens = new EntraTokens(settings.entra(), clock, keys);
    this.tenant = settings.entra().tenant();
    this.trustsPrincipal =
        settings.entra().easyAuth() == Settings.EasyAuth.REQUIRED
            && settings.platform().authEnabled();
  }

  private static ExecutorService refresher() {
    return Executors.newSingleThreadExecutor(
        task -> {
          Thread thread = new Thread(task, "caller-keys");
          thread.setDaemon(true);
          thread.setContextClassLoader(CallerVerifier.class.getClassLoader());
          return thread;
        });
  }

  /**
   * Who sent these headers.
   *
   * @throws FailureException CALLER_UNAUTHENTICATED without any credentials, CALLER_TOKEN_INVALID
   *     if they do not verify, CALLER_KEYS_UNAVAILABLE if they cannot be verified now
   */
  public Caller verify(Headers headers) {
    Optional<Caller> principal =
        headers
            .get(EasyAuthPrincipal.HEADER)
            .filter(p -> trustsPrincipal)
            .map(p -> EasyAuthPrincipal.caller(p, tenant));
    Optional<Caller> bearer = headers.get("authorization").map(a -> tokens.verify(token(a)));
    if (principal.isPresent() && bearer.isPresent() && !sameObject(principal.get(), bearer.get())) {
      throw invalid(
          "The bearer token and the signed-in principal are different identities.",
          "Send one of them, or both of the same identity.");
    }
    return bearer
        .or(() -> principal)
        .orElseThrow(() -> unauthenticated("The request has no bearer token."));
  }

  private static boolean sameObject(Caller a, Caller b) {
    return a.object().equals(b.object());
  }

  private static String token(String authorization) {
    if (!authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      throw unauthenticated("The Authorization header has another scheme than Bearer.");
    }
    String token = authorization.substring(SCHEME.length()).strip();
    if (token.isEmpty()) {
      throw unauthenticated("The Authorization header has no token.");
    }
    return token;
  }
}
