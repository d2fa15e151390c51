package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.ClientId;
import io.github.vertexbridge.call.ObjectId;
import io.github.vertexbridge.call.TenantId;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What names a job: made from its caller and idempotency key, so that the same two always name the
 * same job, and nothing needs to be looked up or kept beside the record. Carries no authority.
 *
 * @param value 40 hexadecimal digits: 16 of the caller, 24 of the key
 */
public record JobId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[0-9a-f]{40}");
  private static final int CALLER = 16;

  public JobId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a job id");
    }
  }

  public static Optional<JobId> parse(String text) {
    return SHAPE.matcher(text).matches() ? Optional.of(new JobId(text)) : Optional.empty();
  }

  /** The job of this caller with this key. */
  public static JobId of(Caller caller, String key) {
    String scope = scope(caller);
    return new JobId(
        partition(caller) + Hashes.sha256(scope + "\n" + key).substring(0, 40 - CALLER));
  }

  /** Where all jobs of a caller are. */
  static String partition(Caller caller) {
    return Hashes.sha256(scope(caller)).substring(0, CALLER);
  }

  /** Where this job's record is. */
  String partition() {
    return value.substring(0, CALLER);
  }

  /** Who shares keys: one Entra identity, or one queue. */
  static String scope(Caller caller) {
    return caller
        .queue()
        .map(name -> "queue:" + name)
        .orElseGet(
            () ->
                caller.tenant().map(TenantId::value).orElse("")
                    + "/"
                    + caller
                        .object()
                        .map(ObjectId::value)
                        .or(() -> caller.application().map(ClientId::value))
                        .orElse(""));
  }

  /** What a Vertex job of this job is called, so that it can be looked up. */
  public String displayName() {
    return "vb-" + value;
  }

  @Override
  public String toString() {
    return value;
  }
}
