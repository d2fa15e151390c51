package io.github.vertexbridge.identity;

import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.microsoft.aad.msal4j.ManagedIdentityApplication;
import com.microsoft.aad.msal4j.ManagedIdentityId;
import com.microsoft.aad.msal4j.ManagedIdentityParameters;
import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.HopSink;
import io.github.vertexbridge.config.Settings;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;

/**
 * The app's user-assigned managed identity, through azure-identity.
 *
 * <p>Its defaults would repeat requests for 6 s and hang for 246 s; here a hop is one request under
 * one deadline.
 */
public final class ManagedIdentity implements SubjectSource {
  private final HopClient client;
  private final ExecutorService executor;
  private final ClientId identity;
  private final String resource;
  private final TokenClaims claims;
  private final HopSink sink;

  /**
   * @param executor on which the libraries work
   * @param resource App ID URI of the federation app, without {@code /.default}
   */
  ManagedIdentity(
      HopClient client,
      ExecutorService executor,
      ClientId identity,
      String resource,
      TokenClaims claims,
      HopSink sink) {
    this.client = client;
    this.executor = executor;
    this.identity = identity;
    this.resource = resource;
    this.claims = claims;
    this.sink = sink;
  }

  /**
   * The same identity for Azure's own services, such as storage, whose clients keep its tokens
   * themselves. A request for a token takes at most {@link Settings#hopTimeout()} and is not
   * repeated.
   */
  public static TokenCredential credential(Settings settings, InstantSource clock) {
    ExecutorService executor = Daemons.pool("managed-identity", 2);
    HopClient client =
        new HopClient(
            // Threads of its own: the library's wait for it.
            HopClient.http(Daemons.pool("managed-identity-http", 2), null),
            settings.hopTimeout(),
            clock);
    return credential(new ObservedHttp(client), executor, settings.entra().managedIdentity());
  }

  private static TokenCredential credential(
      ObservedHttp http, ExecutorService executor, ClientId identity) {
    return new ManagedIdentityCredentialBuilder()
        .clientId(identity.value())
        .httpClient(http)
        // maxRetry(0) is ignored by the builder; this is not.
        .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
        .executorService(executor)
        .build();
  }

  @Override
  public SubjectToken issue() {
    ObservedHttp http = new ObservedHttp(client);
    TokenRequestContext request = new TokenRequestContext().addScopes(resource + "/.default");
    return observed(
        http, () -> credential(http, executor, identity).getTokenSync(request).getToken());
  }

  /** By msal4j, whose one static cache azure-identity shares: nothing else gets past it. */
  @Override
  public SubjectToken renew() {
    ObservedHttp http = new ObservedHttp(client);
    ManagedIdentityParameters forced =
        ManagedIdentityParameters.builder(resource).forceRefresh(true).build();
    return observed(
        http,
        () ->
            ManagedIdentityApplication.builder(
                    ManagedIdentityId.userAssignedClientId(identity.value()))
                .httpClient(http)
                .disableInternalRetries()
                .executorService(executor)
                .build()
                .acquireTokenForManagedIdentity(forced)
                .get()
                .accessToken());
  }

  private SubjectToken observed(ObservedHttp http, Callable<String> call) {
    Instant start = client.clock().instant();
    String jwt;
    TokenClaims.Read read;
    try {
      jwt = call.call();
      read = claims.read(jwt);
    } catch (ParseException e) {
      throw failed(http, start, Refusals.unreadable(Hop.MANAGED_IDENTITY, http.answer(), e));
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      throw failed(http, start, failure(http, e));
    }
    if (read.expiry().isEmpty()) {
      throw failed(
          http,
          start,
          Failure.at(
              Hop.MANAGED_IDENTITY,
              FailureCode.IDENTITY_MALFORMED,
              "The managed identity endpoint gave a token without exp.",
              "Check what answers at the platform's IDENTITY_ENDPOINT."));
    }
    HopRecord record = record(http, start, true, read.shown(), read.expiry());
    if (http.used()) {
      sink.tried(record);
    }
    return new SubjectToken(jwt, read.shown(), read.issuedAt(), read.expiry().get(), record);
  }

  private Failure failure(ObservedHttp http, Exception thrown) {
    if (http.failure().isPresent()) {
      return Refusals.of(http.failure().get());
    }
    if (http.answer().isEmpty()) {
      return Failure.at(
              Hop.MANAGED_IDENTITY,
              FailureCode.IDENTITY_UNAVAILABLE,
              "The managed identity endpoint was not asked: the library failed with "
                  + thrown.getClass().getSimpleName()
                  + ".",
              Catalogue.M01.remedy())
          .withFacts(Map.of("catalogue", Catalogue.M01.name()));
    }
    return http.answer().get().status() == 200
        ? Refusals.unreadable(Hop.MANAGED_IDENTITY, http.answer(), thrown)
        : Refusals.refused(Hop.MANAGED_IDENTITY, http.answer().get());
  }

  private RuntimeException failed(ObservedHttp http, Instant start, Failure failure) {
    Map<String, String> about = Map.of("resource", resource, "client", identity.value());
    sink.tried(record(http, start, false, Refusals.told(failure, about), Optional.empty()));
    // Without the cause: the libraries' exceptions may hold the answer.
    return failure.asException();
  }

  private HopRecord record(
      ObservedHttp http,
      Instant start,
      boolean ok,
      Map<String, String> told,
      Optional<Instant> expiry) {
    return new HopRecord(
        Hop.MANAGED_IDENTITY,
        http.answer().map(HopAnswer::start).orElse(start),
        http.answer()
            .map(HopAnswer::duration)
            .orElseGet(() -> Duration.between(start, client.clock().instant())),
        ok,
        http.answer().map(a -> OptionalInt.of(a.status())).orElseGet(OptionalInt::empty),
        told,
        expiry);
  }
}
