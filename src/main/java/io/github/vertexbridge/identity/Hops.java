package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.ServiceAccount;

/** The two hops to Google. Each call makes exactly one request; thread safe. */
interface Hops {

  /**
   * Exchanges a subject token for a federated token (RFC 8693).
   *
   * @throws FailureException at {@code sts}; {@code IDENTITY_STALE} if STS finds the token too old
   */
  Fetched exchange(SubjectToken subject);

  /**
   * Mints a service account's access token ({@code projects.serviceAccounts.generateAccessToken}).
   *
   * @throws FailureException at {@code impersonation}
   */
  Fetched mint(BearerToken federated, ServiceAccount as);
}
