package io.github.vertexbridge.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 on the ports where Google has it: what the server's first SETTINGS frame says. */
class Http2Test extends RunningSandbox {
  private static final int SETTINGS = 4;
  private static final int MAX_CONCURRENT_STREAMS = 3;

  @ParameterizedTest
  @ValueSource(
      strings = {"vertex:europe-west4", "vertex:global", "vertex-grpc:europe-west4", "sts"})
  void settings_whenConnected_then100ConcurrentStreams(String component) throws Exception {
    URI address = URI.create(sandbox.address(component));
    try (SSLSocket socket =
        (SSLSocket)
            SandboxClient.trusting(sandbox)
                .getSocketFactory()
                .createSocket(address.getHost(), address.getPort())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"h2"});
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(20_000);
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo("h2");

      // The client's preface and an empty SETTINGS frame (RFC 9113 section 3.4).
      socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII));
      socket.getOutputStream().write(new byte[] {0, 0, 0, SETTINGS, 0, 0, 0, 0, 0});
      socket.getOutputStream().flush();

      assertThat(firstSettings(new DataInputStream(socket.getInputStream())))
          .containsEntry(MAX_CONCURRENT_STREAMS, 100);
    }
  }

  @Test
  void identityEndpoint_whenCalled_thenHttp1InClear() throws Exception {
    HttpResponse<String> answer = client.identity("x=y");

    assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
  }

  private static Map<Integer, Integer> firstSettings(DataInputStream in) throws Exception {
    byte[] head = in.readNBytes(9);
    int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | (head[2] & 0xff);
    assertThat(head[3]).isEqualTo((byte) SETTINGS);
    ByteBuffer frame = ByteBuffer.wrap(in.readNBytes(length));
    Map<Integer, Integer> settings = new HashMap<>();
    while (frame.remaining() >= 6) {
      settings.put((int) frame.getShort(), frame.getInt());
    }
    return settings;
  }
}
