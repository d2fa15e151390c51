package io.github.vertexbridge.cli;

import io.github.vertexbridge.doctor.Compared;
import io.github.vertexbridge.doctor.Finding;
import io.github.vertexbridge.doctor.Fix;
import io.github.vertexbridge.doctor.Report;
import io.github.vertexbridge.doctor.Severity;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import picocli.CommandLine.Help.Ansi;

/** A report for a terminal. */
final class ReportText {
  private final Ansi ansi;
  private final StringBuilder text = new StringBuilder();

  ReportText(Ansi ansi) {
    this.ansi = ansi;
  }

  String of(Report report) {
    report.findings().forEach(this::finding);
    if (!report.looked().isEmpty()) {
      text.append("looked at ").append(String.join(", ", distinct(report.looked()))).append('\n');
    }
    report.left().forEach(left -> text.append("not looked at ").append(left).append('\n'));
    return text.toString();
  }

  private static List<String> distinct(List<String> names) {
    return names.stream().distinct().toList();
  }

  private void finding(Finding finding) {
    text.append(coloured(finding.severity()))
        .append(' ')
        .append(finding.id())
        .append(' ')
        .append(finding.step().label())
        .append(": ")
        .append(finding.severity() == Severity.INFO ? finding.seen() : finding.cause())
        .append('\n');
    if (finding.severity() == Severity.INFO) {
      return; // nothing to mend; --json has the rest
    }
    line("seen", finding.seen());
    new TreeMap<>(finding.details()).forEach((name, value) -> line("", name + " = " + value));
    for (Compared pair : finding.compared()) {
      line("differs", pair.what() + ": " + pair.marked());
      line("expected", pair.markedExpected() + "   (" + pair.from() + ")");
    }
    String label = "fix";
    for (String step : finding.fix().steps()) {
      line(label, (Fix.isCommand(step) ? "$ " : "") + step);
      label = "";
    }
    if (!finding.fix().unfilled().isEmpty()) {
      line("", "put in your own: " + String.join(", ", finding.fix().unfilled()));
    }
    line("waiting", finding.waiting().equals("no") ? "does not help" : finding.waiting());
    line("page", finding.page());
  }

  private String coloured(Severity severity) {
    String style =
        switch (severity) {
          case ERROR -> "bold,red";
          case WARNING -> "bold,yellow";
          case INFO -> "faint";
        };
    String word = severity.label().toUpperCase(Locale.ROOT);
    return ansi.string("@|" + style + " " + word + "|@");
  }

  private void line(String label, String value) {
    text.append(String.format(Locale.ROOT, "  %-10s%s%n", label, value));
  }
}
