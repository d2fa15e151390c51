package io.github.vertexbridge.vertex;

import io.github.vertexbridge.call.BearerToken;
import io.grpc.CallCredentials;
import io.grpc.Metadata;
import io.grpc.SecurityLevel;
import io.grpc.Status;
import java.util.concurrent.Executor;

/**
 * Puts one token on one call. Runs on an event loop, so it has the token already and never waits;
 * refuses a connection that is not private.
 */
final class BearerCallCredentials extends CallCredentials {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final BearerToken token;

  BearerCallCredentials(BearerToken token) {
    this.token = token;
  }

  @Override
  public void applyRequestMetadata(RequestInfo call, Executor executor, MetadataApplier applier) {
    if (call.getSecurityLevel() != SecurityLevel.PRIVACY_AND_INTEGRITY) {
      applier.fail(Status.INTERNAL.withDescription("a token is not sent over plaintext"));
      return;
    }
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token.secret());
    applier.apply(headers);
  }
}
