package io.github.vertexbridge.caller;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import io.github.vertexbridge.config.Settings;
import java.net.MalformedURLException;
import java.net.URL;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/**
 * The tenant's signing keys, cached.
 *
 * <p>Kept for 24 h and read anew in the background from 1 h of age on, so that an outage of Entra
 * fails no caller; an unknown key id makes at most two reads in 30 s. The library's own outage
 * cache is not used: together with its rate limit it fails half of all calls in an outage.
 */
final class EntraKeys {
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int LARGEST_BYTES = 200 * 1024;
  private static final Duration KEPT = Duration.ofHours(24);
  private static final Duration REFRESHED_BEFORE_END = Duration.ofHours(23);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private EntraKeys() {}

  /**
   * @param refresher runs the background reads, one at a time
   */
  static JWKSource<SecurityContext> of(Settings.Entra entra, ExecutorService refresher) {
    return JWKSourceBuilder.<SecurityContext>create(
            url(entra), new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, LARGEST_BYTES))
        .retrying(true)
        .cache(KEPT.toMillis(), LONGEST_WAIT.toMillis())
        .refreshAheadCache(REFRESHED_BEFORE_END.toMillis(), null, refresher, false, null, false)
        .rateLimited(LIMIT.toMillis())
        .build();
  }

  private static URL url(Settings.Entra entra) {
    try {
      return entra.endpoint().resolve("/" + entra.tenant() + "/discovery/v2.0/keys").toURL();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("not an origin of key sets: " + entra.endpoint(), e);
    }
  }
}
