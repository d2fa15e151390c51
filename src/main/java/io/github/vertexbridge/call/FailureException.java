package io.github.vertexbridge.call;

/** The one exception that carries a {@link Failure} through the code. */
public final class FailureException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  public FailureException(Failure failure) {
    super(message(failure));
    this.failure = failure;
  }

  public FailureException(Failure failure, Throwable cause) {
    super(message(failure), cause);
    this.failure = failure;
  }

  private static String message(Failure failure) {
    return failure.code() + " at " + failure.where() + ": " + failure.seen();
  }

  public Failure failure() {
    return failure;
  }
}
