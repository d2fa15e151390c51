package io.github.vertexbridge.caller;

import static io.github.vertexbridge.caller.Entra.bearer;
import static io.github.vertexbridge.caller.Entra.header;
import static io.github.vertexbridge.caller.Entra.key;
import static io.github.vertexbridge.caller.Entra.signer;
import static io.github.vertexbridge.caller.Entra.token;
import static io.github.vertexbridge.caller.Entra.v1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.jwk.JWKSet;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.config.Settings.EasyAuth;
import io.undertow.Undertow;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The key set, over HTTP. */
class EntraKeysTest {
  private final AtomicInteger reads = new AtomicInteger();
  private volatile int status = 200;
  private Undertow server;
  private CallerVerifier verifier;

  @BeforeEach
  void start() {
    String keys = new JWKSet(Entra.KEY.toPublicJWK()).toString();
    server =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setWorkerThreads(2)
            .setHandler(
                exchange -> {
                  reads.incrementAndGet();
                  boolean right =
                      exchange.getRequestPath().equals("/" + Entra.TENANT + "/discovery/v2.0/keys");
                  exchange.setStatusCode(right ? status : 404);
                  exchange.getResponseSender().send(status == 200 ? keys : "<html>down</html>");
                })
            .build();
    server.start();
    int port = ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort();
    verifier =
        new CallerVerifier(
            Entra.settings(URI.create("http://127.0.0.1:" + port), EasyAuth.OFF, false),
            Entra.CLOCK);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private FailureCode refused(String token) {
    return catchThrowableOfType(FailureException.class, () -> verifier.verify(bearer(token)))
        .failure()
        .code();
  }

  @Test
  void verify_whenManyCallersComeAtOnce_thenKeysAreReadOnce() throws Exception {
    String token = token(v1());
    ExecutorService callers = Executors.newFixedThreadPool(20);
    try {
      List<Future<?>> calls = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        calls.add(callers.submit(() -> verifier.verify(bearer(token))));
      }
      for (Future<?> call : calls) {
        call.get();
      }
    } finally {
      callers.shutdownNow();
    }
    assertThat(reads).hasValue(1);
  }

  @Test
  void verify_whenEntraIsDownAfterOneRead_thenKnownKeysGoOn() {
    verifier.verify(bearer(token(v1())));
    status = 503;

    assertThat(verifier.verify(bearer(token(v1()))).roles()).containsExactly("Bridge.Invoke");
  }

  @Test
  void verify_whenKeyIdsAreMadeUp_thenRefusedWithFewReads() {
    verifier.verify(bearer(token(v1())));
    List<FailureCode> codes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      codes.add(refused(token(header().keyID("made-up-" + i), v1(), signer(Entra.KEY))));
    }

    assertThat(codes).containsOnly(FailureCode.CALLER_TOKEN_INVALID);
    assertThat(reads.get()).isLessThanOrEqualTo(3);
    verifier.verify(bearer(token(v1())));
  }

  @Test
  void verify_whenKeysWereNeverRead_thenUnavailableHoweverOftenAsked() {
    status = 503;
    List<FailureCode> codes = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      codes.add(refused(token(v1())));
    }

    assertThat(codes).containsOnly(FailureCode.CALLER_KEYS_UNAVAILABLE);
    assertThat(FailureCode.CALLER_KEYS_UNAVAILABLE.httpStatus()).isEqualTo(503);
  }

  @Test
  void verify_whenSignedByAForeignKeyOfTheSameId_thenRefused() {
    assertThat(refused(token(header(), v1(), signer(key("key-1")))))
        .isEqualTo(FailureCode.CALLER_TOKEN_INVALID);
  }
}
