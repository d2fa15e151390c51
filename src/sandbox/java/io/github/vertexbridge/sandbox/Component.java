package io.github.vertexbridge.sandbox;

/** Something that listens on a port of its own and can be taken down and up. */
interface Component {

  /** Unique; a {@code :} separates the location. */
  String name();

  /** The port, the same after every {@link #up}. */
  int port();

  /** Origin, as a client is configured with it. */
  String address();

  boolean isUp();

  /** Listens again on the same port. */
  void up();

  /** Closes the listening socket and every connection; keeps the port. */
  void down();

  /** Down for good; gives the port away. */
  void close();
}
