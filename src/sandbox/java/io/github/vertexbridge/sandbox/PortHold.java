package io.github.vertexbridge.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;

/**
 * Keeps a port for a component that is down: bound, but not listening, so that clients are refused
 * and nobody else gets the port.
 */
final class PortHold {
  static final PortHold NONE = new PortHold(new Socket());

  private final Socket socket;

  private PortHold(Socket socket) {
    this.socket = socket;
  }

  /** 127.0.0.1 whatever the machine prefers. */
  static InetSocketAddress loopback(int port) {
    try {
      return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  static PortHold of(int port) {
    Socket socket = new Socket();
    try {
      socket.setReuseAddress(true);
      socket.bind(loopback(port));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot hold port " + port, e);
    }
    return new PortHold(socket);
  }

  void release() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot release a held port", e);
    }
  }
}
