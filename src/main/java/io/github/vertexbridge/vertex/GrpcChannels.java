package io.github.vertexbridge.vertex;

import com.google.api.gax.core.FixedExecutorProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.rpc.ClientSettings;
import io.grpc.ForwardingChannelBuilder2;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;

/**
 * The channels of one endpoint host, TLS always.
 *
 * <p>Clients on them have no credentials of their own and never look for the machine's: the only
 * token that a call can carry is the one it was given.
 */
final class GrpcChannels {
  private static final int HTTPS = 443;

  /** Shorter than the 4 min after which Azure's outbound NAT forgets a connection silently. */
  private static final Duration IDLE = Duration.ofMinutes(2);

  private final List<ManagedChannel> channels = new CopyOnWriteArrayList<>();
  private final URI origin;
  private final GrpcSetup setup;

  GrpcChannels(URI origin, GrpcSetup setup) {
    this.origin = origin;
    this.setup = setup;
  }

  /**
   * Settings of a client with a channel of its own.
   *
   * @param settings the client's, new
   * @param channel the client's own kind: one made by us would lose x-goog-request-params, by which
   *     Google routes
   */
  <S extends ClientSettings<S>, B extends ClientSettings.Builder<S, B>> B settings(
      B settings, InstantiatingGrpcChannelProvider.Builder channel) {
    return settings
        .setEndpoint(origin.getPort() < 0 ? origin.getHost() + ":" + HTTPS : origin.getAuthority())
        .setCredentialsProvider(NoCredentialsProvider.create())
        .setBackgroundExecutorProvider(FixedExecutorProvider.create(setup.background()))
        .setTransportChannelProvider(
            channel
                .setExecutor(setup.workers())
                .setMaxInboundMessageSize(setup.options().maxAnswer())
                .setChannelConfigurator(this::configure)
                .build());
  }

  /** Starts to connect, if there is no connection. */
  void connect() {
    channels.forEach(channel -> channel.getState(true));
  }

  /**
   * Ends the wait before the next attempt to connect, which gRPC doubles up to 2 min: a call after
   * an outage finds the server as soon as it is back. Without effect on a working connection.
   */
  void retryConnecting() {
    channels.forEach(ManagedChannel::resetConnectBackoff);
  }

  @SuppressWarnings("rawtypes") // as gax declares it
  private ManagedChannelBuilder configure(ManagedChannelBuilder builder) {
    builder.userAgent("vertexbridge/" + setup.version());
    builder.idleTimeout(IDLE.toSeconds(), TimeUnit.SECONDS);
    setup.trust().ifPresent(manager -> trusting((NettyChannelBuilder) builder, manager));
    return new Remembering(builder);
  }

  private static void trusting(NettyChannelBuilder builder, X509TrustManager manager) {
    try {
      builder.sslContext(GrpcSslContexts.forClient().trustManager(manager).build());
    } catch (SSLException e) {
      throw new IllegalStateException("no TLS", e);
    }
  }

  /** Keeps the channel that gax builds, which it shows to nobody. */
  private final class Remembering extends ForwardingChannelBuilder2<Remembering> {
    private final ManagedChannelBuilder<?> builder;

    Remembering(ManagedChannelBuilder<?> builder) {
      this.builder = builder;
    }

    @Override
    protected ManagedChannelBuilder<?> delegate() {
      return builder;
    }

    @Override
    public ManagedChannel build() {
      ManagedChannel channel = super.build();
      channels.add(channel);
      return channel;
    }
  }
}
