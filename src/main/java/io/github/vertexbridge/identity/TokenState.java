package io.github.vertexbridge.identity;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.ServiceAccount;
import java.time.Instant;
import java.util.Optional;

/**
 * What a cache entry would tell about itself; holds no token.
 *
 * @param as the service account; empty for the federated token, which direct calls use and mints
 *     are made with
 * @param valid whether a token may be used now
 * @param expiry when the last token ends, allowance not deducted
 * @param next when it is replaced, or the next attempt is made; empty before the first attempt
 * @param fetching whether an attempt is under way
 * @param consecutiveFailures attempts that failed since the last good one
 * @param lastFailure why the last of them did
 * @param exchanges STS calls tried by this entry
 * @param mints {@code generateAccessToken} calls tried by this entry
 */
public record TokenState(
    Optional<ServiceAccount> as,
    boolean valid,
    Optional<Instant> expiry,
    Optional<Instant> next,
    boolean fetching,
    int consecutiveFailures,
    Optional<Failure> lastFailure,
    long exchanges,
    long mints) {}
