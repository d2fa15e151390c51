package io.github.vertexbridge.telemetry;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.CallSink;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Hop;
import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.HopSink;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps refusals that the failure catalogue does not know, so that it can grow: one log line a kind
 * by the logger {@code bridge.unknown-error}, redacted, at most a hundred kinds a process.
 *
 * <p>Of the identity hops in the upstream's words; of Vertex status and reason only, because its
 * words may quote a prompt. Thread safe.
 */
public final class UnknownErrors implements HopSink, CallSink {
  private static final Logger LOG = LoggerFactory.getLogger("bridge.unknown-error");
  private static final int KINDS = 100;

  private final Set<String> known = ConcurrentHashMap.newKeySet();

  @Override
  public void tried(HopRecord hop) {
    if (hop.ok() || hop.claims().containsKey("catalogue") || transitory(hop)) {
      return;
    }
    Map<String, String> facts = new TreeMap<>(hop.claims());
    hop.status().ifPresent(status -> facts.put("status", String.valueOf(status)));
    keep(hop.hop(), facts);
  }

  @Override
  public void ended(CallReport report) {
    report
        .failure()
        .filter(failure -> failure.hop().filter(Hop.VERTEX::equals).isPresent())
        .filter(failure -> failure.code() == FailureCode.VERTEX_REFUSED)
        .ifPresent(failure -> keep(Hop.VERTEX, facts(failure)));
  }

  private static Map<String, String> facts(Failure failure) {
    Map<String, String> facts = new TreeMap<>(failure.facts());
    facts.put("failure", failure.code().name());
    return facts;
  }

  /** An upstream that cannot answer now says nothing new. */
  private static boolean transitory(HopRecord hop) {
    return hop.status().isEmpty()
        || hop.status().getAsInt() >= 500
        || hop.status().getAsInt() == 429;
  }

  private void keep(Hop hop, Map<String, String> facts) {
    if (known.size() >= KINDS || !known.add(hop + " " + kind(facts))) {
      return;
    }
    JsonObject line = new JsonObject();
    line.addProperty("event", "unknown-error");
    line.addProperty("hop", hop.label());
    facts.forEach(line::addProperty);
    LOG.warn("{}", line);
  }

  /** Ids and times in the words would make each one new. */
  private static String kind(Map<String, String> facts) {
    return facts.toString().replaceAll("[0-9a-fA-F-]{8,}", "#").replaceAll("[0-9]{3,}", "#");
  }
}
