package io.github.vertexbridge.sandbox;

import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.auth.Credentials;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Google's own gRPC clients need to talk to a sandbox. */
final class StockClients {
  private StockClients() {}

  /** A transport that trusts the sandbox's CA. */
  static InstantiatingGrpcChannelProvider trusting(
      Sandbox sandbox, InstantiatingGrpcChannelProvider.Builder standard) {
    return standard
        .setChannelConfigurator(
            builder -> {
              try {
                return ((NettyChannelBuilder) builder)
                    .sslContext(
                        GrpcSslContexts.forClient().trustManager(sandbox.caPem().toFile()).build());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .build();
  }

  static Credentials bearer(String token) {
    return new Credentials() {
      private static final long serialVersionUID = 1L;

      @Override
      public String getAuthenticationType() {
        return "OAuth2";
      }

      @Override
      public Map<String, List<String>> getRequestMetadata(@Nullable URI uri) {
        return Map.of("authorization", List.of("Bearer " + token));
      }

      @Override
      public boolean hasRequestMetadata() {
        return true;
      }

      @Override
      public boolean hasRequestMetadataOnly() {
        return true;
      }

      @Override
      public void refresh() {}
    };
  }
}
