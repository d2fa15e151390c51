package io.github.vertexbridge.localhost;

/** The staged app is broken, or asks for something that the local host does not do. */
public final class UnsupportedAppException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With what was found, in one sentence. */
  public UnsupportedAppException(String message) {
    super(message);
  }
}
