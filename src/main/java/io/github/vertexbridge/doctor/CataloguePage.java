package io.github.vertexbridge.doctor;

import java.util.List;
import java.util.Locale;

/** The catalogue for people: {@code docs/failures.md}, and one entry for a terminal. */
public final class CataloguePage {
  private CataloguePage() {}

  /** The whole of {@code docs/failures.md}. */
  public static String markdown(Catalogue catalogue) {
    StringBuilder page = new StringBuilder();
    page.append("# What can fail, and how to mend it\n\n")
        .append("Made from `src/main/resources/failures.json` by ")
        .append(
            "`./bridge doctor --explain all > docs/failures.md`; a test says when it is old.\n\n")
        .append("`./bridge doctor` finds the row that is yours and fills in the names in braces. ")
        .append("Evidence: **V** verbatim text seen in the source, **D** vendor documentation, ")
        .append("**R** read from or run against the released library, **S** standard form, ")
        .append("**B** belief. No fix has been run against the clouds.\n\n")
        .append("| id | where | what is seen |\n|---|---|---|\n");
    List<Entry> all = all(catalogue);
    for (Entry entry : all) {
      page.append("| [").append(entry.id()).append("](#").append(anchor(entry)).append(") | ");
      page.append(entry.step().label()).append(" | ").append(cell(entry.symptom())).append(" |\n");
    }
    page.append("\n## The identity chain\n");
    catalogue.rows().forEach(entry -> section(page, entry));
    page.append("\n## Dangerous, and the bridge's own\n");
    catalogue.own().forEach(entry -> section(page, entry));
    return page.toString();
  }

  /** One entry as plain text. */
  public static String text(Entry entry) {
    StringBuilder text = new StringBuilder();
    line(text, entry.id(), entry.symptom());
    line(text, "where", entry.step().label());
    line(text, "severity", entry.severity().label());
    line(text, "seen by", entry.check());
    line(text, "cause", entry.cause());
    entry.fixes().keySet().stream()
        .sorted()
        .forEach(
            variant ->
                entry
                    .fix(variant)
                    .forEach(
                        fix ->
                            line(
                                text, variant.equals("default") ? "fix" : "fix, " + variant, fix)));
    line(text, "waiting", entry.waiting().equals("no") ? "does not help" : entry.waiting());
    line(text, "source", entry.source() + " (" + entry.evidence() + ")");
    line(text, "page", entry.page());
    entry.staging().ifPresent(how -> line(text, "tested", how));
    entry.unstaged().ifPresent(why -> line(text, "not tested", why));
    return text.toString();
  }

  private static List<Entry> all(Catalogue catalogue) {
    return java.util.stream.Stream.concat(catalogue.rows().stream(), catalogue.own().stream())
        .toList();
  }

  private static String anchor(Entry entry) {
    return entry.id().toLowerCase(Locale.ROOT);
  }

  private static void section(StringBuilder page, Entry entry) {
    page.append("\n### ").append(entry.id()).append("\n\n");
    page.append(prose(entry.symptom())).append("\n\n");
    page.append("- Where: ").append(entry.step().label());
    page.append("; ").append(entry.severity().label()).append('\n');
    page.append("- Seen by: ").append(prose(entry.check())).append('\n');
    page.append("- Cause: ").append(prose(entry.cause())).append('\n');
    page.append("- Waiting: ")
        .append(entry.waiting().equals("no") ? "does not help" : entry.waiting())
        .append('\n');
    page.append("- Source: ")
        .append(prose(entry.source()))
        .append(" (")
        .append(entry.evidence())
        .append("); page: ")
        .append(entry.page().startsWith("http") ? "<" + entry.page() + ">" : entry.page())
        .append('\n');
    entry.staging().ifPresent(how -> page.append("- Tested: ").append(how).append('\n'));
    entry
        .unstaged()
        .ifPresent(why -> page.append("- Not tested: ").append(prose(why)).append('\n'));
    entry.fixes().keySet().stream()
        .sorted()
        .forEach(
            variant -> {
              page.append("\nFix")
                  .append(variant.equals("default") ? "" : " (" + variant + ")")
                  .append(":\n\n");
              entry.fix(variant).forEach(fix -> page.append(fixLine(fix)));
            });
  }

  private static String fixLine(String fix) {
    return Fix.isCommand(fix) ? "```\n" + fix + "\n```\n" : "- " + prose(fix) + "\n";
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format("%-22s%s%n", name, value));
  }

  /** Braces, bars and angle brackets would be read as markup. */
  private static String prose(String text) {
    return text.replace("<", "&lt;").replace("*", "\\*");
  }

  private static String cell(String text) {
    return prose(text).replace("|", "\\|");
  }
}
