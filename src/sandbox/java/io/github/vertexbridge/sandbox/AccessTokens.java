package io.github.vertexbridge.sandbox;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Every access token that STS and IAM have given. In memory only. Thread safe. */
final class AccessTokens {
  static final String CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform";

  /** Expired tokens are remembered for a while, so that they are refused as expired. */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private final InstantSource clock;
  private final SecureRandom random;
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();

  AccessTokens(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  /** What a token stands for. */
  record Grant(Principal principal, List<String> scopes, Instant expires) {
    Grant {
      scopes = List.copyOf(scopes);
    }
  }

  /** A new token for a federated principal. */
  String federated(Grant grant) {
    return issue("ya29.d.", grant);
  }

  /** A new token for a service account. */
  String serviceAccount(Grant grant) {
    return issue("ya29.c.", grant);
  }

  private String issue(String prefix, Grant grant) {
    Instant forgotten = clock.instant().minus(REMEMBERED);
    grants.values().removeIf(known -> known.expires().isBefore(forgotten));
    byte[] bytes = new byte[96];
    random.nextBytes(bytes);
    String token = prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    grants.put(token, grant);
    return token;
  }

  Optional<Grant> find(String token) {
    return Optional.ofNullable(grants.get(token));
  }

  void revokeAll() {
    grants.clear();
  }
}
