package io.github.vertexbridge.vertex;

import com.google.api.core.ApiFuture;
import com.google.api.gax.grpc.GrpcCallContext;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.BearerToken;
import io.github.vertexbridge.call.FailureException;
import io.grpc.CallOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** What came of one unary call over gRPC. */
sealed interface GrpcOutcome<T> {
  /** An answer. */
  record Came<T>(T value) implements GrpcOutcome<T> {}

  /** The server's refusal, in the shape that the REST interface gives it. */
  record Refusal<T>(Answer answer) implements GrpcOutcome<T> {}

  /** One or the other. */
  default <R> R either(Function<T, R> came, Function<Answer, R> refused) {
    if (this instanceof Came<T> answered) {
      return came.apply(answered.value());
    }
    return refused.apply(((Refusal<T>) this).answer());
  }

  /** What goes with a call that is made once, with this token and within this time. */
  static GrpcCallContext context(BearerToken token, Duration left) {
    return GrpcCallContext.createDefault()
        .withCallOptions(CallOptions.DEFAULT.withCallCredentials(new BearerCallCredentials(token)))
        .withTimeoutDuration(left)
        .withRetryableCodes(Set.of());
  }

  /**
   * Waits for a call.
   *
   * @param left how long
   * @param limit of answers, in bytes
   * @throws FailureException if the server did not answer
   */
  static <T> GrpcOutcome<T> of(
      ApiFuture<T> call, URI origin, GrpcChannels channels, Duration left, int limit) {
    try {
      return new Came<>(call.get(left.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException e) {
      channels.retryConnecting();
      return new Refusal<>(GrpcErrors.answer(origin, e, limit));
    } catch (TimeoutException e) {
      throw new FailureException(Failures.timeout(origin, "no-answer"), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FailureException(Failures.interrupted(), e);
    } finally {
      call.cancel(true);
    }
  }
}
