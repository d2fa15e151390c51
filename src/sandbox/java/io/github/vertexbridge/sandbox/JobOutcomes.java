package io.github.vertexbridge.sandbox;

import com.google.protobuf.Message;
import com.google.rpc.Status;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Jobs that are to fail, by their display name. Thread safe. */
final class JobOutcomes {
  private final Map<String, Status> failures = new ConcurrentHashMap<>();

  void fail(String displayName, int code, String message) {
    failures.put(displayName, Status.newBuilder().setCode(code).setMessage(message).build());
  }

  Optional<Status> of(Message job) {
    String name = Fields.text(job, "display_name") + Fields.text(job, "tuned_model_display_name");
    return Optional.ofNullable(failures.get(name));
  }

  void clear() {
    failures.clear();
  }
}
