package io.github.vertexbridge.doctor;

import io.github.vertexbridge.call.Redaction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Makes findings of catalogue rows, with what is known of this deployment filled in. */
final class Findings {
  private final Catalogue catalogue;
  private final Map<String, String> values;

  Findings(Catalogue catalogue, Evidence evidence) {
    this.catalogue = catalogue;
    this.values = Values.of(evidence);
  }

  Catalogue catalogue() {
    return catalogue;
  }

  /** A finding to be completed. */
  Draft of(String id) {
    return new Draft(catalogue.row(id), values);
  }

  /** Mutable until {@link #seen}. */
  static final class Draft {
    private final Entry entry;
    private final Map<String, String> values;
    private final Map<String, String> details = new TreeMap<>();
    private List<Compared> compared = List.of();
    private String variant = "default";
    private Optional<Severity> severity = Optional.empty();
    private Optional<Step> step = Optional.empty();

    private Draft(Entry entry, Map<String, String> values) {
      this.entry = entry;
      this.values = new TreeMap<>(values);
    }

    /** A value for the placeholders of fix and cause; other people's text is cut and cleaned. */
    Draft with(String name, String value) {
      values.put(name, Redaction.scrub(value));
      return this;
    }

    Draft withAll(Map<String, String> more) {
      more.forEach(this::with);
      return this;
    }

    Draft variant(String name) {
      variant = name;
      return this;
    }

    /** Shown at another hop than the row's: both clouds' hops share some failures. */
    Draft at(Step other) {
      step = Optional.of(other);
      return this;
    }

    Draft as(Severity other) {
      severity = Optional.of(other);
      return this;
    }

    Draft detail(String name, String value) {
      if (!value.isEmpty()) {
        details.put(name, Redaction.scrub(value));
      }
      return this;
    }

    Draft details(Map<String, ?> more) {
      more.forEach((name, value) -> detail(name, String.valueOf(value)));
      return this;
    }

    Draft compared(Compared... pairs) {
      compared =
          Arrays.stream(pairs)
              .map(
                  p ->
                      new Compared(
                          p.what(),
                          Redaction.scrub(p.seen()),
                          Redaction.scrub(p.expected()),
                          p.from()))
              .toList();
      return this;
    }

    Finding seen(String sentence) {
      return new Finding(
          entry.id(),
          step.orElse(entry.step()),
          severity.orElse(entry.severity()),
          Fix.sentence(entry.cause(), values),
          Redaction.scrub(sentence),
          details,
          compared,
          Fix.of(entry.fix(variant), values),
          entry.waiting(),
          entry.page());
    }
  }
}
