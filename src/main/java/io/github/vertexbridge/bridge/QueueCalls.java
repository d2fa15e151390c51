package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.CallSink;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.QueueSender;
import io.github.vertexbridge.storage.Names;
import io.github.vertexbridge.surface.PoisonMessage;
import io.github.vertexbridge.surface.QueueSurface;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Work from the queue {@code vertex-requests}: run once, its result sent to {@code vertex-results};
 * what fails goes to the poison queue with its cause. Thread safe.
 */
public final class QueueCalls {
  private static final Logger LOG = LoggerFactory.getLogger(QueueCalls.class);

  /** Below the functionTimeout of host.json. */
  private static final Duration DEADLINE = Duration.ofMinutes(8);

  private final Pipeline pipeline;
  private final QueueSender queues;
  private final InFlight inFlight;
  private final CallSink sink;
  private final InstantSource clock;

  QueueCalls(
      Pipeline pipeline,
      QueueSender queues,
      InFlight inFlight,
      CallSink sink,
      InstantSource clock) {
    this.pipeline = pipeline;
    this.queues = queues;
    this.inFlight = inFlight;
    this.sink = sink;
    this.clock = clock;
  }

  /**
   * Handles one message. Returns when it is done with, well or ill.
   *
   * @throws FailureException when neither result nor poison message could be written, or the
   *     process is ending: the host brings the message again
   */
  void handle(String raw, String invocationId) {
    Progress progress = new Progress("queue", CorrelationId.fresh(), invocationId, clock);
    progress.caller(Caller.ofQueue(Names.REQUESTS));
    MDC.put(HttpCalls.CORRELATION_ID, progress.correlationId().value());
    try (InFlight.Entry entry = inFlight.enter()) {
      Optional<Failure> failure = work(raw, progress);
      if (failure.isPresent()) {
        bury(raw, failure.get(), progress);
      }
    } finally {
      MDC.remove(HttpCalls.CORRELATION_ID);
    }
  }

  private Optional<Failure> work(String raw, Progress progress) {
    String result;
    int status;
    try {
      QueueSurface.Message message = QueueSurface.read(raw);
      Answer answer =
          pipeline.run(
              message.ask(),
              Caller.ofQueue(Names.REQUESTS),
              Headers.NONE,
              Deadline.after(DEADLINE, clock),
              progress);
      status = answer.status();
      result = QueueSurface.result(message.id(), progress.correlationId(), answer);
    } catch (FailureException e) {
      return failed(e.failure(), progress);
    } catch (RuntimeException e) {
      LOG.error("Unexpected, correlation id {}: {}", progress.correlationId(), SafeStack.of(e));
      return failed(HttpCalls.unexpected(), progress);
    }
    sink.ended(progress.report(status, Optional.empty()));
    queues.send(Names.RESULTS, result);
    return Optional.empty();
  }

  private Optional<Failure> failed(Failure failure, Progress progress) {
    sink.ended(progress.report(failure.code().httpStatus(), Optional.of(failure)));
    return Optional.of(failure);
  }

  private void bury(String raw, Failure failure, Progress progress) {
    for (String text : PoisonMessage.of(raw, failure, progress.correlationId(), clock.instant())) {
      queues.send(Names.poisonOf(Names.REQUESTS), text);
    }
    Optional<String> id =
        failure.code() == FailureCode.QUEUE_MESSAGE_INVALID
            ? Optional.empty()
            : QueueSurface.idOf(raw);
    if (id.isPresent()) {
      queues.send(Names.RESULTS, QueueSurface.error(id.get(), progress.correlationId(), failure));
    }
  }
}
