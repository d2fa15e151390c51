package io.github.vertexbridge.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The failure catalogue, {@code failures.json}: the rows of the identity chain, and rows of our own
 * for what works and is dangerous. Immutable.
 */
public final class Catalogue {
  private static final String FILE = "failures.json";

  private final List<Entry> rows;
  private final List<Entry> own;

  private Catalogue(List<Entry> rows, List<Entry> own) {
    this.rows = rows;
    this.own = own;
  }

  /** Reads the file that ships with the app. */
  public static Catalogue load() {
    try (InputStream stream = Catalogue.class.getClassLoader().getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new IllegalStateException("no " + FILE + " on the class path");
      }
      JsonNode file = new ObjectMapper().readTree(stream);
      return new Catalogue(entries(file.path("rows")), entries(file.path("own")));
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read", e);
    }
  }

  /** The rows of the identity chain. */
  public List<Entry> rows() {
    return rows;
  }

  /** Our own rows. */
  public List<Entry> own() {
    return own;
  }

  /** A row by its id, in any case. */
  public Optional<Entry> find(String id) {
    return Stream.concat(rows.stream(), own.stream())
        .filter(entry -> entry.id().equals(id.toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  /**
   * A row that there is.
   *
   * @throws IllegalArgumentException for another id
   */
  Entry row(String id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException("no catalogue row " + id));
  }

  /**
   * The row that an upstream's refusal belongs to: of those that fit, the one that asks for most.
   *
   * @param facts of the failure: upstreamStatus, error, reason, rpcStatus
   * @param seen its sentence
   */
  public Optional<Entry> recognise(Step step, Map<String, String> facts, String seen) {
    return rows.stream()
        .filter(row -> row.step() == step)
        .filter(row -> row.match().map(match -> match.fits(facts, seen)).orElse(false))
        // The first of equals: max would take the last.
        .sorted(
            Comparator.comparingLong(
                (Entry row) -> -row.match().map(Entry.Match::weight).orElse(0L)))
        .findFirst();
  }

  private static List<Entry> entries(JsonNode array) {
    List<Entry> entries = new ArrayList<>();
    array.forEach(node -> entries.add(entry(node)));
    return List.copyOf(entries);
  }

  private static Entry entry(JsonNode node) {
    String id = text(node, "id");
    Map<String, List<String>> fixes = new LinkedHashMap<>();
    node.path("fix")
        .fields()
        .forEachRemaining(fix -> fixes.put(fix.getKey(), texts(fix.getValue())));
    return new Entry(
        id,
        Step.parse(text(node, "hop"))
            .orElseThrow(() -> new IllegalStateException(FILE + ": " + id + " has no such hop")),
        Severity.valueOf(text(node, "severity").toUpperCase(Locale.ROOT)),
        text(node, "symptom"),
        node.has("match") ? Optional.of(match(node.path("match"))) : Optional.empty(),
        text(node, "check"),
        text(node, "cause"),
        Collections.unmodifiableMap(fixes),
        text(node, "source"),
        text(node, "evidence"),
        text(node, "waiting"),
        text(node, "page"),
        maybe(node, "staging"),
        maybe(node, "unstaged"));
  }

  private static Entry.Match match(JsonNode node) {
    return new Entry.Match(
        maybe(node, "status"),
        maybe(node, "error"),
        maybe(node, "reason"),
        maybe(node, "rpc"),
        maybe(node, "text"),
        node.has("quota"));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(item -> texts.add(item.asText()));
    return List.copyOf(texts);
  }

  private static String text(JsonNode node, String name) {
    return maybe(node, name)
        .orElseThrow(() -> new IllegalStateException(FILE + ": a row has no " + name));
  }

  private static Optional<String> maybe(JsonNode node, String name) {
    return node.hasNonNull(name) ? Optional.of(node.get(name).asText()) : Optional.empty();
  }
}
