package io.github.vertexbridge.status;

import io.github.vertexbridge.call.HopRecord;
import io.github.vertexbridge.call.Redaction;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The snapshot in words, as the template shows it: no logic is left to do there. A public record,
 * because the template library reads those by the names of their methods.
 */
public record StatusView(Snapshot snapshot) {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final int SHOWN = 20;

  /** How long tokens live as a rule: the bar's whole width. */
  private static final long HOUR = 3600;

  /** A table. */
  public record Table(
      String id, String title, List<String> head, List<List<String>> rows, String none) {}

  /** One token, with the bar of its life in percent of an hour. */
  public record Token(
      String as, String state, String expires, String next, String problem, int left, int mark) {}

  /** One problem, in a sentence. */
  public record Problem(String text) {}

  public String time() {
    return snapshot.at().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  public Snapshot.App app() {
    return snapshot.app();
  }

  public String policy() {
    return snapshot.policy();
  }

  public String since() {
    return ago(snapshot.activity().since());
  }

  /** What an operator should look at first. */
  public List<Problem> problems() {
    List<Problem> problems = new ArrayList<>();
    snapshot.tokens().stream()
        .filter(token -> !token.valid() && token.next().isPresent())
        .forEach(
            token ->
                problems.add(
                    new Problem(
                        "No valid token for "
                            + token.as()
                            + token.problem().map(p -> ": " + p).orElse("."))));
    snapshot
        .audit()
        .flatMap(Snapshot.Audit::failingSince)
        .ifPresent(
            at ->
                problems.add(
                    new Problem(
                        "Audit lines have not been written for "
                            + span(Duration.between(at, snapshot.at()))
                            + snapshot
                                .audit()
                                .flatMap(Snapshot.Audit::cause)
                                .map(c -> ": " + c)
                                .orElse("."))));
    snapshot.queues().stream()
        .filter(queue -> queue.name().endsWith("-poison"))
        .filter(queue -> queue.messages().orElse(0) > 0)
        .forEach(
            queue ->
                problems.add(
                    new Problem(queue.messages().get() + " messages in " + queue.name() + ".")));
    return problems;
  }

  public List<Token> tokens() {
    return snapshot.tokens().stream().map(this::token).toList();
  }

  private Token token(Snapshot.Token token) {
    return new Token(
        token.as(),
        token.valid() ? "valid" : token.next().isPresent() ? "none valid" : "not used",
        token.expiry().map(this::in).orElse("-"),
        token.next().map(this::in).orElse("-"),
        token.problem().map(p -> token.failures() + " failed: " + Redaction.scrub(p)).orElse(""),
        token.valid() ? percent(token.expiry()) : 0,
        percent(token.next()));
  }

  private int percent(Optional<Instant> moment) {
    long left = moment.map(m -> Duration.between(snapshot.at(), m).toSeconds()).orElse(0L);
    return (int) Math.max(0, Math.min(100, 100 * left / HOUR));
  }

  public Chart latency() {
    return Chart.of(snapshot.activity().recent());
  }

  /** Everything that is a table, in the order of the page. */
  public List<Table> tables() {
    List<Table> tables = new ArrayList<>();
    tables.add(hops());
    tables.add(counts());
    tables.add(
        calls("denials", "Denied, with the rule", "Nobody was denied.", Activity.Call::isDenied));
    tables.add(
        calls("failures", "Failed", "No call failed.", call -> !call.isOk() && !call.isDenied()));
    tables.add(queues());
    snapshot.jobs().ifPresent(jobs -> tables.add(counted("jobs", "Jobs", "No jobs.", jobs)));
    snapshot.cooling().ifPresent(cooling -> tables.add(cooling(cooling)));
    snapshot.limits().ifPresent(limits -> tables.add(limits(limits)));
    snapshot.audit().ifPresent(audit -> tables.add(audit(audit)));
    return tables;
  }

  private Table hops() {
    return new Table(
        "hops",
        "Last time at each hop",
        List.of("hop", "when", "took", "result", "about"),
        snapshot.activity().hops().stream().map(this::hop).toList(),
        "No hop was taken yet.");
  }

  private List<String> hop(HopRecord hop) {
    List<String> about = new ArrayList<>();
    hop.claims().forEach((name, value) -> about.add(name + " " + Redaction.scrub(value)));
    return List.of(
        hop.hop().label(),
        ago(hop.start()),
        hop.duration().toMillis() + " ms",
        hop.ok()
            ? "ok"
            : "failed" + (hop.status().isPresent() ? " " + hop.status().getAsInt() : ""),
        String.join(" · ", about));
  }

  private Table counts() {
    List<Activity.Row> all = snapshot.activity().counts();
    return new Table(
        "calls",
        "Calls since the start" + (all.size() > SHOWN ? " (the " + SHOWN + " most frequent)" : ""),
        List.of("model", "caller", "outcome", "calls"),
        all.stream()
            .limit(SHOWN)
            .map(
                row ->
                    List.of(row.model(), row.caller(), row.outcome(), String.valueOf(row.calls())))
            .toList(),
        "No calls yet.");
  }

  private Table calls(String id, String title, String none, Predicate<Activity.Call> which) {
    List<Activity.Call> calls =
        new ArrayList<>(snapshot.activity().recent().stream().filter(which).toList());
    Collections.reverse(calls);
    return new Table(
        id,
        title,
        List.of("when", "caller", "target", "rule", "why", "correlation id"),
        calls.stream()
            .limit(SHOWN)
            .map(
                call ->
                    List.of(
                        CLOCK.format(call.at()),
                        call.caller(),
                        call.target(),
                        call.rule().isEmpty() ? "-" : call.rule(),
                        call.outcome() + ": " + call.reason(),
                        call.correlationId()))
            .toList(),
        none);
  }

  private Table queues() {
    return new Table(
        "queues",
        "Queues",
        List.of("queue", "messages"),
        snapshot.queues().stream()
            .map(q -> List.of(q.name(), q.messages().map(String::valueOf).orElse("unknown")))
            .toList(),
        "No queue service is set.");
  }

  private static Table counted(String id, String title, String none, List<Snapshot.Count> counts) {
    return new Table(
        id,
        title,
        List.of("state", "count"),
        counts.stream().map(c -> List.of(c.name(), String.valueOf(c.count()))).toList(),
        none);
  }

  private static Table cooling(List<Snapshot.Cooling> cooling) {
    return new Table(
        "cooling",
        "Targets cooling down",
        List.of("target", "for", "why"),
        cooling.stream().map(c -> List.of(c.target(), span(c.left()), c.cause())).toList(),
        "No target is cooling down.");
  }

  private static Table limits(List<Snapshot.Limit> limits) {
    return new Table(
        "limits",
        "Limits",
        List.of("rule", "limit", "used", "of"),
        limits.stream()
            .map(
                l ->
                    List.of(
                        l.rule(), l.name(), String.valueOf(l.used()), String.valueOf(l.budget())))
            .toList(),
        "No rule has a limit.");
  }

  private Table audit(Snapshot.Audit audit) {
    return new Table(
        "audit",
        "Audit",
        List.of("mode", "state", "written", "waiting", "lost"),
        List.of(
            List.of(
                audit.required() ? "required" : "best effort",
                audit
                    .failingSince()
                    .map(at -> "failing since " + CLOCK.format(at))
                    .orElse("written"),
                String.valueOf(audit.written()),
                String.valueOf(audit.waiting()),
                String.valueOf(audit.lost()))),
        "");
  }

  private String in(Instant moment) {
    Duration left = Duration.between(snapshot.at(), moment);
    return left.isNegative() ? span(left.negated()) + " ago" : "in " + span(left);
  }

  private String ago(Instant moment) {
    return span(Duration.between(moment, snapshot.at())) + " ago";
  }

  private static String span(Duration duration) {
    long seconds = Math.max(0, duration.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    return seconds < 7200
        ? seconds / 60 + " min"
        : seconds < 172_800 ? seconds / 3600 + " h" : seconds / 86_400 + " d";
  }
}
