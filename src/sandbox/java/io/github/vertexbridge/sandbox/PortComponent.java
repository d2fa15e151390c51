package io.github.vertexbridge.sandbox;

/** A component on a port that stays its own, whether it is up or down. */
abstract class PortComponent implements Component {
  private final String name;
  private final String scheme;
  private int port;
  private boolean up;
  private PortHold hold = PortHold.NONE;

  /**
   * @param port 0: chosen at the first {@link #up}, kept afterwards
   */
  PortComponent(String name, String scheme, int port) {
    this.name = name;
    this.scheme = scheme;
    this.port = port;
  }

  /** Listens, and says on which port. */
  abstract int listen(int wanted);

  /** Closes the listening socket and every connection. */
  abstract void stop();

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final synchronized int port() {
    return port;
  }

  @Override
  public final String address() {
    return scheme + "://127.0.0.1:" + port();
  }

  @Override
  public final synchronized boolean isUp() {
    return up;
  }

  @Override
  public final synchronized void up() {
    if (!up) {
      hold.release();
      port = listen(port);
      up = true;
    }
  }

  @Override
  public final synchronized void down() {
    if (up) {
      stop();
      up = false;
      hold = PortHold.of(port);
    }
  }

  @Override
  public final synchronized void close() {
    down();
    hold.release();
  }
}
