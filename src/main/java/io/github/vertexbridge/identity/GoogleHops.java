package io.github.vertexbridge.identity;

import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.ExternalAccountCredentials.SubjectTokenTypes;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.IdentityPoolCredentials;
import com.google.auth.oauth2.ImpersonatedCredentials;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.HopSink;
import io.github.vertexbridge.call.ProviderName;
import io.github.vertexbridge.call.ServiceAccount;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * STS and IAM Credentials through google-auth: two explicit hops, with new objects for each call,
 * so that nothing of theirs is cached, locked or repeated.
 */
final class GoogleHops implements Hops {
  /** The scope of every token: what it may do is IAM's to say. */
  static final List<String> SCOPES = List.of("https://www.googleapis.com/auth/cloud-platform");

  /** Longest life that IAM grants without an organization policy that extends it. */
  private static final int LIFETIME_SECONDS = 3600;

  private final HopClient client;
  private final URI sts;
  private final URI iam;
  private final ProviderName provider;
  private final TokenClaims claims;
  private final HopSink sink;

  /**
   * @param sts origin of Google STS
   * @param iam origin of IAM Credentials
   */
  GoogleHops(
      HopClient client, URI sts, URI iam, ProviderName provider, TokenClaims claims, HopSink sink) {
    this.client = client;
    this.sts = sts;
    this.iam = iam;
    this.provider = provider;
    this.claims = claims;
    this.sink = sink;
  }

  @Override
  public Fetched exchange(SubjectToken subject) {
    HopTransport transport = new HopTransport(Hop.STS, client, sts);
    Map<String, String> about = new TreeMap<>();
    about.put("audience", provider.value());
    about.put("subject", subject.claims().getOrDefault("sub", "unknown"));
    return attempt(
        Hop.STS,
        transport,
        about,
        List.of(subject.record()),
        () ->
            IdentityPoolCredentials.newBuilder()
                .setSubjectTokenSupplier(context -> subject.jwt())
                .setSubjectTokenType(SubjectTokenTypes.JWT)
                .setAudience(provider.value())
                .setTokenUrl(sts + "/v1/token")
                .setScopes(SCOPES)
                .setHttpTransportFactory(() -> transport)
                .build()
                .refreshAccessToken());
  }

  @Override
  public Fetched mint(BearerToken federated, ServiceAccount as) {
    HopTransport transport = new HopTransport(Hop.IMPERSONATION, client, iam);
    return attempt(
        Hop.IMPERSONATION,
        transport,
        Map.of("serviceAccount", as.value()),
        federated.origin(),
        () ->
            ImpersonatedCredentials.newBuilder()
                // Without an expiry: with one the library judges the token itself.
                .setSourceCredentials(
                    GoogleCredentials.create(new AccessToken(federated.secret(), null)))
                .setTargetPrincipal(as.value())
                .setScopes(SCOPES)
                .setLifetime(LIFETIME_SECONDS)
                .setIamEndpointOverride(
                    iam + "/v1/projects/-/serviceAccounts/" + as.value() + ":generateAccessToken")
                .setHttpTransportFactory(() -> transport)
                .build()
                .refreshAccessToken());
  }

  @FunctionalInterface
  private interface Refresh {
    AccessToken run() throws IOException;
  }

  private Fetched attempt(
      Hop hop,
      HopTransport transport,
      Map<String, String> about,
      List<HopRecord> before,
      Refresh refresh) {
    Instant start = client.clock().instant();
    AccessToken token;
    try {
      token = refresh.run();
      if (token.getTokenValue().isBlank()) {
        throw new IOException("empty token");
      }
    } catch (IOException | RuntimeException e) {
      Failure failure =
          HopFailure.in(e)
              .map(Refusals::of)
              .orElseGet(() -> Refusals.unreadable(hop, transport.answer(), e));
      Optional<HopAnswer> answer =
          HopFailure.in(e).map(HopFailure::answer).orElseGet(transport::answer);
      sink.tried(
          record(hop, start, answer, false, Refusals.told(failure, about), Optional.empty()));
      // Without the cause: google-auth's exceptions hold requests and answers.
      throw failure.asException();
    }
    Map<String, String> told = new TreeMap<>(about);
    told.put("thumbprint", claims.thumbprint(token.getTokenValue()));
    Optional<Instant> expiry = Optional.ofNullable(token.getExpirationTime()).map(Date::toInstant);
    HopRecord record = record(hop, start, transport.answer(), true, told, expiry);
    sink.tried(record);
    List<HopRecord> origin = new ArrayList<>(before);
    origin.add(record);
    return new Fetched(token.getTokenValue(), record.start(), expiry, origin);
  }

  private HopRecord record(
      Hop hop,
      Instant start,
      Optional<HopAnswer> answer,
      boolean ok,
      Map<String, String> told,
      Optional<Instant> expiry) {
    return new HopRecord(
        hop,
        answer.map(HopAnswer::start).orElse(start),
        answer
            .map(HopAnswer::duration)
            .orElseGet(() -> Duration.between(start, client.clock().instant())),
        ok,
        answer.map(a -> OptionalInt.of(a.status())).orElseGet(OptionalInt::empty),
        told,
        expiry);
  }
}
