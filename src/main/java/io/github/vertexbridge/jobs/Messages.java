package io.github.vertexbridge.jobs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.CorrelationId;
import io.github.vertexbridge.call.Failure;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The messages that the bridge writes for others.
 *
 * <p>A result: {@code {"id","job","state","status","correlationId","traceparent","result","body" |
 * "error"}}. {@code result} names the blob; {@code body} is there if all fits into 48 KiB. Poison:
 * {@code {"id","cause":{"code","hop","seen","remedy","facts","attempt"},"correlationId","time",
 * "message"}}; a message that is too large to lie beside its cause is in the blob {@code poison/ID}
 * instead.
 */
final class Messages {
  /** Larger bodies stay where they are. */
  private static final int LARGEST = 48 * 1024;

  /** What a queue takes. */
  private static final int LARGEST_IN_STORAGE = 64 * 1024;

  private final BiFunction<Failure, CorrelationId, byte[]> errors;

  /**
   * @param errors gives failures the shape of Google's APIs: {@code {"error":{…}}}
   */
  Messages(BiFunction<Failure, CorrelationId, byte[]> errors) {
    this.errors = errors;
  }

  String succeeded(Job job, JobResult result, Answer answer) {
    JsonObject message = head(job, result.status());
    message.addProperty("result", result.claim().blob());
    if (answer.body().length <= LARGEST) {
      message.add("body", json(answer.body()));
      if (size(message) > LARGEST) {
        message.remove("body");
      }
    }
    return message.toString();
  }

  /** Of a job that failed or was cancelled. */
  String ended(Job job, Failure failure) {
    JsonObject message = head(job, failure.code().httpStatus());
    message.add("error", error(failure, job.spec().correlationId()));
    return message.toString();
  }

  /** Of a producer's message that never became a job. */
  String refused(String producerId, Failure failure, CorrelationId correlationId) {
    JsonObject message = new JsonObject();
    message.addProperty("id", producerId);
    message.addProperty("state", JobState.FAILED.label());
    message.addProperty("status", failure.code().httpStatus());
    message.addProperty("correlationId", correlationId.value());
    message.add("error", error(failure, correlationId));
    return message.toString();
  }

  private static JsonObject head(Job job, int status) {
    JobSpec spec = job.spec();
    JsonObject message = new JsonObject();
    message.addProperty("id", spec.order().producerId().orElse(job.id().value()));
    message.addProperty("job", job.id().value());
    message.addProperty("state", job.state().label());
    message.addProperty("status", status);
    message.addProperty("correlationId", spec.correlationId().value());
    spec.traceparent().ifPresent(trace -> message.addProperty("traceparent", trace));
    return message;
  }

  private JsonElement error(Failure failure, CorrelationId correlationId) {
    return json(errors.apply(failure, correlationId)).getAsJsonObject().get("error");
  }

  /**
   * A message for a poison queue.
   *
   * @param producerId what a direct producer called it
   * @param message as it came
   */
  static String poison(
      String id,
      Optional<String> producerId,
      Cause cause,
      CorrelationId correlationId,
      String message) {
    JsonObject why = new JsonObject();
    why.addProperty("code", cause.code().name());
    why.addProperty("hop", cause.failure().where());
    why.addProperty("seen", cause.seen());
    why.addProperty("remedy", cause.remedy());
    why.addProperty("attempt", cause.attempt());
    JsonObject facts = new JsonObject();
    cause.facts().forEach(facts::addProperty);
    why.add("facts", facts);
    JsonObject poison = new JsonObject();
    poison.addProperty("id", id);
    producerId.ifPresent(own -> poison.addProperty("producerId", own));
    poison.add("cause", why);
    poison.addProperty("correlationId", correlationId.value());
    poison.addProperty("time", cause.at().toString());
    poison.addProperty("message", message);
    if (size(poison) > LARGEST_IN_STORAGE) {
      poison.remove("message");
      poison.addProperty("messageSha256", Hashes.sha256(message));
    }
    return poison.toString();
  }

  /** The id in a poison message of ours; empty for any other. */
  static Optional<String> poisonId(String text) {
    JsonElement json = json(text.getBytes(StandardCharsets.UTF_8));
    return json.isJsonObject()
            && json.getAsJsonObject().has("cause")
            && json.getAsJsonObject().get("id") instanceof JsonPrimitive id
        ? Optional.of(id.getAsString())
        : Optional.empty();
  }

  private static int size(JsonObject json) {
    return json.toString().getBytes(StandardCharsets.UTF_8).length;
  }

  /** Bytes as JSON; as a string where they are something else. */
  private static JsonElement json(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    try {
      return JsonParser.parseString(text);
    } catch (JsonParseException e) {
      return new JsonPrimitive(text);
    }
  }
}
