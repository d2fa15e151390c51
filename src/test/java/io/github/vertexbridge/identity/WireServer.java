package io.github.vertexbridge.identity;

import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.handlers.BlockingHandler;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A server on the loopback that answers as a test says and remembers what it was asked. */
final class WireServer implements AutoCloseable {

  /** One request as it came. */
  record Request(String method, String target, String body, String authorization) {}

  final List<Request> requests = new CopyOnWriteArrayList<>();

  /** Clients that broke off an answer. */
  final Semaphore goneClients = new Semaphore(0);

  /** Ends answers that would go on for ever. */
  final CountDownLatch closing = new CountDownLatch(1);

  private final Undertow undertow;
  private final String scheme;
  private volatile HttpHandler answer = exchange -> exchange.setStatusCode(500);

  private WireServer(String scheme, Undertow.Builder builder) {
    this.scheme = scheme;
    this.undertow = builder.setIoThreads(1).setHandler(new BlockingHandler(this::handle)).build();
    undertow.start();
  }

  static WireServer http() {
    return new WireServer("http", Undertow.builder().addHttpListener(0, "127.0.0.1"));
  }

  static WireServer https(SSLContext tls) {
    return new WireServer("https", Undertow.builder().addHttpsListener(0, "127.0.0.1", tls));
  }

  /** A context with a throwaway certificate for 127.0.0.1, which it trusts too. */
  static SSLContext throwawayTls() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    KeyPair pair = generator.generateKeyPair();
    X500Name name = new X500Name("CN=throwaway");
    Instant now = Instant.now();
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.ONE,
                        Date.from(now.minus(1, ChronoUnit.HOURS)),
                        Date.from(now.plus(1, ChronoUnit.HOURS)),
                        name,
                        pair.getPublic())
                    .addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")))
                    .build(
                        new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate())));
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("it", pair.getPrivate(), new char[0], new X509Certificate[] {certificate});
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, new char[0]);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("it", certificate);
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return tls;
  }

  URI origin() {
    return URI.create(scheme + "://127.0.0.1:" + port());
  }

  int port() {
    return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
  }

  void answer(HttpHandler handler) {
    answer = handler;
  }

  void answer(int status, String type, String body) {
    answer(
        exchange -> {
          exchange.setStatusCode(status);
          exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, type);
          exchange.getResponseSender().send(body);
        });
  }

  void answerJson(int status, String body) {
    answer(status, "application/json", body);
  }

  /** Never answers. */
  void hang() {
    answer(exchange -> await(Long.MAX_VALUE));
  }

  /** Answers a byte every 20 ms, for ever. */
  void drip() {
    answer(
        exchange -> {
          OutputStream out = exchange.getOutputStream();
          while (!await(20)) {
            out.write(' ');
            out.flush();
          }
        });
  }

  private boolean await(long millis) throws InterruptedException {
    return closing.await(millis, TimeUnit.MILLISECONDS);
  }

  private void handle(HttpServerExchange exchange) throws Exception {
    String body = new String(exchange.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String query = exchange.getQueryString();
    String authorization = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
    requests.add(
        new Request(
            exchange.getRequestMethod().toString(),
            exchange.getRequestPath() + (query.isEmpty() ? "" : "?" + query),
            body,
            authorization == null ? "" : authorization));
    try {
      answer.handleRequest(exchange);
    } catch (IOException e) {
      goneClients.release();
      exchange.endExchange();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    undertow.stop();
  }
}
