package io.github.vertexbridge.call;

import java.util.Optional;

/** Gives access tokens for Google. Thread safe. */
public interface TokenSource {

  /**
   * A token that is valid now. Returns at once while one is cached; otherwise waits for the one
   * exchange under way, for the smaller of 12 s and the deadline.
   *
   * @param as the service account to call as; empty for the federated principal itself
   * @throws FailureException if there is no valid token and none can be had in time
   */
  BearerToken token(Optional<ServiceAccount> as, Deadline deadline);

  /**
   * The cached token if it is valid now; never blocks and never fails, but may start a background
   * refresh.
   */
  Optional<BearerToken> current(Optional<ServiceAccount> as);

  /** Vertex answered 401 to this token: it is dropped if it is still the current one. */
  void reject(Optional<ServiceAccount> as, BearerToken token);
}
