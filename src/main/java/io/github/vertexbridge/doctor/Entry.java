package io.github.vertexbridge.doctor;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of the failure catalogue.
 *
 * @param id for example {@code S05}
 * @param step where it shows
 * @param severity of the finding
 * @param symptom what people see
 * @param match how an upstream's refusal is recognised; empty if it is not by its words
 * @param check how it is recognised, for people
 * @param cause why it happens; may hold placeholders
 * @param fixes commands and sentences with {@code {placeholders}}, by variant; {@code default} is
 *     always there
 * @param source where the symptom was seen or is documented
 * @param evidence V verbatim, D documentation, R read or run, S standard form, B belief
 * @param waiting whether waiting helps: {@code no}, or for how long
 * @param page documentation
 * @param staging how a test brings it about: sandbox, scripted, settings, export, policy, observed
 * @param unstaged why no test can
 */
public record Entry(
    String id,
    Step step,
    Severity severity,
    String symptom,
    Optional<Match> match,
    String check,
    String cause,
    Map<String, List<String>> fixes,
    String source,
    String evidence,
    String waiting,
    String page,
    Optional<String> staging,
    Optional<String> unstaged) {

  public Entry {
    fixes = Map.copyOf(fixes);
  }

  /** The fix of a variant, or the default one. */
  public List<String> fix(String variant) {
    List<String> usual = fixes.getOrDefault("default", List.of());
    return fixes.getOrDefault(variant, usual);
  }

  /**
   * What of a refusal must be so; empty parts count for nothing.
   *
   * @param status HTTP status
   * @param error OAuth error code
   * @param reason {@code ErrorInfo.reason}
   * @param rpc name of the {@code google.rpc.Code}
   * @param text part of the upstream's sentence
   * @param quota whether the answer names a quota
   */
  public record Match(
      Optional<String> status,
      Optional<String> error,
      Optional<String> reason,
      Optional<String> rpc,
      Optional<String> text,
      boolean quota) {

    /** How much it asks for: of two rows that fit, the one that asks for more is meant. */
    long weight() {
      return List.of(status, error, reason, rpc, text).stream().filter(Optional::isPresent).count()
          + (quota ? 1 : 0);
    }

    boolean fits(Map<String, String> facts, String seen) {
      return is(status, facts.get("upstreamStatus"))
          && is(error, facts.get("error"))
          && is(reason, facts.get("reason"))
          && is(rpc, facts.getOrDefault("rpcStatus", facts.getOrDefault("status", "")))
          && text.map(seen::contains).orElse(true)
          && (!quota || facts.containsKey("quotaMetric"));
    }

    private static boolean is(Optional<String> wanted, @Nullable String found) {
      return wanted.isEmpty() || wanted.get().equals(found);
    }
  }
}
