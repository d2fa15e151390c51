package io.github.vertexbridge.sandbox;

import com.google.protobuf.ByteString;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The last thousand calls that reached Vertex. Thread safe. */
final class CallLog {
  private static final int KEPT = 1000;
  private static final int BODY_KEPT = 64 * 1024;
  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "proxy-authorization", "x-goog-api-key", "cookie");

  private final InstantSource clock;
  private final ArrayDeque<CallRecord> calls = new ArrayDeque<>();
  private long number;

  CallLog(InstantSource clock) {
    this.clock = clock;
  }

  /** What is known of a call on arrival. */
  record Arrival(
      String transport,
      String protocol,
      String location,
      String method,
      String path,
      Map<String, List<String>> headers,
      ByteString body) {}

  synchronized void add(Arrival call, Optional<String> principal, int status) {
    TreeMap<String, List<String>> headers = new TreeMap<>();
    call.headers().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
    headers.keySet().removeAll(CREDENTIALS);
    ByteString kept = call.body().substring(0, Math.min(call.body().size(), BODY_KEPT));
    calls.add(
        new CallRecord(
            ++number,
            clock.instant(),
            call.transport(),
            call.protocol(),
            call.location(),
            call.method(),
            call.path(),
            headers,
            kept.toStringUtf8(),
            call.body().size(),
            principal,
            status));
    if (calls.size() > KEPT) {
      calls.removeFirst();
    }
  }

  synchronized List<CallRecord> calls() {
    return List.copyOf(calls);
  }

  synchronized void clear() {
    calls.clear();
  }
}
