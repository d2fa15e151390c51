package io.github.vertexbridge.vertex;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.Status;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import io.github.vertexbridge.call.Redaction;
import io.github.vertexbridge.call.VertexJobKind;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The messages of jobs: different types with the same names for what they have in common
 * (batch_prediction_job.proto, custom_job.proto, … of {@code google/cloud/aiplatform/v1}).
 */
final class JobForm {
  /** The only words of protobuf's that name a member and never quote a value. */
  private static final Pattern UNKNOWN =
      Pattern.compile("Cannot find field: (\\S+) in message (\\S+)");

  private static final Pattern TWICE = Pattern.compile("Field (\\S+) has already been set\\.");
  private static final Pattern STATE = Pattern.compile("(?:JOB|PIPELINE)_STATE_(.+)");

  private JobForm() {}

  /**
   * Reads a job from the REST interface's JSON.
   *
   * @param form default instance of its type
   * @throws FailureException BODY_NOT_JSON, FIELD_INVALID naming the member, or NUMBER_NOT_EXACT
   */
  static <J extends Message> J parse(J form, String json, String displayName) {
    JsonNumbers.requireExact(json, "start the job by the drop-in's REST path.");
    Message.Builder job = form.newBuilderForType();
    try {
      JsonFormat.parser().merge(json, job);
    } catch (InvalidProtocolBufferException e) {
      throw new FailureException(unreadable(form, String.valueOf(e.getMessage())), e);
    }
    @SuppressWarnings("unchecked") // built by its own builder
    J built = (J) job.setField(displayNameOf(form), displayName).build();
    return built;
  }

  private static Failure unreadable(Message form, String why) {
    String type = form.getDescriptorForType().getName();
    Matcher unknown = UNKNOWN.matcher(why);
    Matcher twice = TWICE.matcher(why);
    String seen;
    if (unknown.find()) {
      String in = unknown.group(2).substring(unknown.group(2).lastIndexOf('.') + 1);
      seen = "There is no member '" + unknown.group(1) + "' in " + in + ".";
    } else if (twice.find()) {
      String member = twice.group(1).substring(twice.group(1).lastIndexOf('.') + 1);
      seen = "The member '" + member + "' is given twice, or in both spellings.";
    } else {
      seen = "A member of the job has a value of the wrong form.";
    }
    return Failure.of(
        FailureCode.FIELD_INVALID,
        Redaction.scrub(seen),
        "Send a " + type + " as the REST reference of Vertex AI, v1, describes it.");
  }

  /**
   * What a job says about itself.
   *
   * @param outputs where its results are
   */
  static VertexJob read(VertexJobKind kind, Message job, List<String> outputs) {
    return new VertexJob(
        kind,
        (String) get(job, "name"),
        (String) job.getField(displayNameOf(job)),
        state((EnumValueDescriptor) get(job, "state")),
        optional(job, "error").map(Status.class::cast).map(JobForm::error),
        outputs.stream().filter(output -> !output.isEmpty()).toList(),
        instant((Timestamp) get(job, "create_time")),
        optional(job, "end_time").map(Timestamp.class::cast).map(JobForm::instant),
        labels((List<?>) get(job, "labels")));
  }

  /** Tuning jobs have none of their own: their model's stands for it. */
  private static FieldDescriptor displayNameOf(Message job) {
    FieldDescriptor own = job.getDescriptorForType().findFieldByName("display_name");
    return own != null ? own : field(job, "tuned_model_display_name");
  }

  private static FieldDescriptor field(Message job, String name) {
    return Optional.ofNullable(job.getDescriptorForType().findFieldByName(name)).orElseThrow();
  }

  private static Object get(Message job, String name) {
    return job.getField(field(job, name));
  }

  private static Optional<Object> optional(Message job, String name) {
    return job.hasField(field(job, name)) ? Optional.of(get(job, name)) : Optional.empty();
  }

  private static VertexJob.State state(EnumValueDescriptor value) {
    Matcher state = STATE.matcher(value.getName());
    return Arrays.stream(VertexJob.State.values())
        .filter(known -> state.matches() && known.name().equals(state.group(1)))
        .findFirst()
        .orElse(VertexJob.State.UNKNOWN);
  }

  private static VertexJob.Cause error(Status status) {
    return new VertexJob.Cause(status.getCode(), Redaction.scrub(status.getMessage()));
  }

  private static Instant instant(Timestamp time) {
    return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
  }

  private static Map<String, String> labels(List<?> entries) {
    Map<String, String> labels = new HashMap<>();
    for (Object each : entries) {
      MapEntry<?, ?> entry = (MapEntry<?, ?>) each;
      labels.put((String) entry.getKey(), (String) entry.getValue());
    }
    return labels;
  }
}
