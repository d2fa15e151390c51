package io.github.vertexbridge.vertex;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** TLS and nothing above it: for answers that no HTTP library would give. */
final class RawServer implements AutoCloseable {

  /** Talks over one connection; when it returns the connection closes. */
  interface Script {
    void talk(InputStream in, OutputStream out) throws IOException, InterruptedException;
  }

  private final ServerSocket server;
  private final List<Socket> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  RawServer(TestCa ca, Script script) {
    try {
      server =
          ca.serverContext()
              .getServerSocketFactory()
              .createServerSocket(0, 50, InetAddress.getByName("localhost"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(
        () -> {
          while (!server.isClosed()) {
            accept(script);
          }
        });
  }

  private void accept(Script script) {
    try {
      Socket socket = server.accept();
      open.add(socket);
      connections.incrementAndGet();
      daemon(
          () -> {
            try (socket) {
              script.talk(socket.getInputStream(), socket.getOutputStream());
            } catch (IOException | InterruptedException clientLeft) {
              open.remove(socket);
            }
          });
    } catch (IOException closed) {
      // The test is over.
    }
  }

  /** Reads up to the end of the request's head. */
  static void readHead(InputStream in) throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("left");
      }
      newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
    }
  }

  /** Reads a request with a body of so many bytes. */
  static void readRequest(InputStream in, int body) throws IOException {
    readHead(in);
    if (in.readNBytes(body).length < body) {
      throw new IOException("left");
    }
  }

  /** Waits until the other side has closed the connection. */
  static void awaitClose(InputStream in) {
    try {
      while (in.read() >= 0) {}
    } catch (IOException reset) {
      // That is a close too.
    }
  }

  int connections() {
    return connections.get();
  }

  URI origin() {
    return URI.create("https://localhost:" + server.getLocalPort());
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
