package io.github.vertexbridge.vertex;

import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import javax.net.ssl.X509TrustManager;

/**
 * What all channels of a transport have in common.
 *
 * @param version ours, for the User-Agent
 * @param trust whom to trust instead of the JVM's trust store
 * @param workers run callbacks
 * @param background gax's own chores
 */
record GrpcSetup(
    String version,
    VertexOptions options,
    Optional<X509TrustManager> trust,
    ThreadPoolExecutor workers,
    ScheduledThreadPoolExecutor background)
    implements AutoCloseable {

  GrpcSetup(
      String threads, String version, VertexOptions options, Optional<X509TrustManager> trust) {
    this(
        version,
        options,
        trust,
        Threads.cached(threads),
        Threads.scheduled(threads + "-background"));
  }

  @Override
  public void close() {
    background.shutdownNow();
    workers.shutdown();
  }
}
