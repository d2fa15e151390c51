package io.github.vertexbridge.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.vertexbridge.audit.Who;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

@Command(
    name = "who",
    mixinStandardHelpOptions = true,
    description = "Who called which model, by which rule, as whom on Google's side, how often.")
final class AuditWhoCommand extends AuditFrom implements Callable<Integer> {
  @Option(
      names = "--model",
      paramLabel = "PART",
      description = "A part of the name of a model, endpoint or alias (default: all).")
  private String model = "";

  @Option(
      names = "--since",
      paramLabel = "WHEN",
      converter = Since.class,
      description = "2026-11-25, 2026-11-25T08:00:00Z, 36h or 7d (default: all).")
  private Instant since = Instant.EPOCH;

  @Override
  public Integer call() {
    return reading(
        files -> {
          List<Who.Row> rows = Who.called(model, since, files);
          if (json()) {
            out().println(json(rows));
          } else {
            print(rows);
          }
          return 0;
        });
  }

  private void print(List<Who.Row> rows) {
    String form = "%-48s %-20s %8s %8s %8s  %-24s %s%n";
    out().printf(form, "caller", "rule", "answered", "denied", "failed", "last", "as");
    for (Who.Row row : rows) {
      out()
          .printf(
              form,
              row.caller(),
              row.rule().isEmpty() ? "no rule" : row.rule(),
              row.allowed(),
              row.denied(),
              row.failed(),
              row.last(),
              row.as());
    }
  }

  private static JsonArray json(List<Who.Row> rows) {
    JsonArray array = new JsonArray();
    for (Who.Row row : rows) {
      JsonObject object = new JsonObject();
      object.addProperty("caller", row.caller());
      object.addProperty("rule", row.rule());
      object.addProperty("as", row.as());
      object.addProperty("answered", row.allowed());
      object.addProperty("denied", row.denied());
      object.addProperty("failed", row.failed());
      object.addProperty("last", row.last().toString());
      array.add(object);
    }
    return array;
  }

  /** A day, a moment, or a duration before now. */
  static final class Since implements ITypeConverter<Instant> {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,5})([hd])");

    @Override
    public Instant convert(String text) {
      Matcher ago = AGO.matcher(text);
      if (ago.matches()) {
        long amount = Long.parseLong(ago.group(1));
        return InstantSource.system()
            .instant()
            .minus(ago.group(2).equals("h") ? Duration.ofHours(amount) : Duration.ofDays(amount));
      }
      return text.length() == 10
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(text);
    }
  }
}
