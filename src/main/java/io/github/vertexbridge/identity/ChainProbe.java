package io.github.vertexbridge.identity;

import com.google.auth.oauth2.GoogleCredentials;
import com.nimbusds.jwt.JWTParser;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.HopSink;
import io.github.vertexbridge.call.ServiceAccount;
import io.github.vertexbridge.call.TokenSource;
import io.github.vertexbridge.config.Settings;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes each hop once, past every cache, to see whether it works now: the cache may hold a token
 * from before something broke. Nothing of it is cached or kept.
 */
public final class ChainProbe {
  private static final int SALT_BYTES = 16;
  private static final int LONGEST_CLAIM = 4096;
  private static final Pattern JAR =
      Pattern.compile("google-auth-library-oauth2-http-([0-9.]+)\\.jar");

  private final SubjectSource source;
  private final Hops hops;

  private ChainProbe(SubjectSource source, Hops hops) {
    this.source = source;
    this.hops = hops;
  }

  /**
   * A probe of the chain that these settings describe.
   *
   * @param sink is told of every hop that it tries
   */
  public static ChainProbe connect(Settings settings, HopSink sink, InstantSource clock) {
    ExecutorService library = Daemons.pool("doctor-identity", 2);
    ExecutorService http = Daemons.pool("doctor-http", 2);
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    TokenClaims claims = new TokenClaims(salt);
    HopClient client = new HopClient(HopClient.http(http, null), settings.hopTimeout(), clock);
    return new ChainProbe(
        new ManagedIdentity(
            client,
            library,
            settings.entra().managedIdentity(),
            settings.entra().federationResource(),
            claims,
            sink),
        new GoogleHops(
            client,
            settings.google().stsEndpoint(),
            settings.google().iamEndpoint(),
            settings.google().provider(),
            claims,
            sink));
  }

  /** Version of the library that takes the hops to Google, if its file's name tells. */
  public static Optional<String> libraryVersion() {
    return Optional.ofNullable(GoogleCredentials.class.getProtectionDomain().getCodeSource())
        .map(source -> JAR.matcher(source.getLocation().getPath()))
        .filter(Matcher::find)
        .map(jar -> jar.group(1));
  }

  /** One walk along the chain. */
  public Walk begin() {
    return new Walk();
  }

  /** Hops in their order; confined to one thread. */
  public final class Walk {
    private @Nullable SubjectToken subject;
    private @Nullable BearerToken federated;
    private final Map<ServiceAccount, BearerToken> minted = new HashMap<>();

    /**
     * The claims of the subject token, all of them, values cut to 4096 characters.
     *
     * @throws FailureException at {@code managed-identity}
     */
    public Map<String, Object> managedIdentity() {
      SubjectToken token = source.renew();
      subject = token;
      return claims(token.jwt());
    }

    /**
     * Takes the hop {@code sts}.
     *
     * @throws FailureException at {@code sts}
     * @throws IllegalStateException without a subject token
     */
    public HopRecord exchange() {
      Fetched fetched = hops.exchange(required(subject));
      federated = bearer(fetched);
      return last(fetched);
    }

    /**
     * Takes the hop {@code impersonation}.
     *
     * @throws FailureException at {@code impersonation}
     * @throws IllegalStateException without a federated token
     */
    public HopRecord mint(ServiceAccount as) {
      Fetched fetched = hops.mint(required(federated), as);
      minted.put(as, bearer(fetched));
      return last(fetched);
    }

    /** The tokens of this walk; there are no others. */
    public TokenSource tokens() {
      return new TokenSource() {
        @Override
        public BearerToken token(Optional<ServiceAccount> as, Deadline deadline) {
          return current(as).orElseThrow(() -> new IllegalStateException("no token for " + as));
        }

        @Override
        public Optional<BearerToken> current(Optional<ServiceAccount> as) {
          return as.isEmpty()
              ? Optional.ofNullable(federated)
              : Optional.ofNullable(minted.get(as.get()));
        }

        @Override
        public void reject(Optional<ServiceAccount> as, BearerToken token) {}
      };
    }
  }

  private static <T> T required(@Nullable T token) {
    if (token == null) {
      throw new IllegalStateException("the hop before was not taken");
    }
    return token;
  }

  private static BearerToken bearer(Fetched fetched) {
    return new BearerToken(
        fetched.secret(), fetched.expiry().orElse(Instant.MAX), fetched.origin());
  }

  private static HopRecord last(Fetched fetched) {
    return fetched.origin().get(fetched.origin().size() - 1);
  }

  private static Map<String, Object> claims(String jwt) {
    Map<String, Object> claims = new TreeMap<>();
    try {
      JWTParser.parse(jwt)
          .getJWTClaimsSet()
          .toJSONObject()
          .forEach(
              (name, value) -> {
                if (value instanceof String text && text.length() > LONGEST_CLAIM) {
                  claims.put(name, text.substring(0, LONGEST_CLAIM));
                } else if (value != null) {
                  claims.put(name, value);
                }
              });
    } catch (ParseException e) {
      throw new IllegalStateException("the hop has read it already");
    }
    return claims;
  }
}
