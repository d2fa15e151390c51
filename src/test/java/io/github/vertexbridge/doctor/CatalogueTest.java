package io.github.vertexbridge.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {
  private static final Path SOURCES = Path.of("src/main/java/io/github/vertexbridge");
  private static final Pattern ENUM_ROW =
      Pattern.compile("^  ([MSIV]\\d\\d)\\(", Pattern.MULTILINE);
  private static final Pattern QUOTED = Pattern.compile("\"([MSCIVAB]\\d\\d)\"");

  private final Catalogue catalogue = Catalogue.load();

  private Set<String> ids() {
    return Stream.concat(catalogue.rows().stream(), catalogue.own().stream())
        .map(Entry::id)
        .collect(Collectors.toSet());
  }

  @Test
  void rows_areThe68OfTheIdentityChain_eachOnce() {
    assertThat(catalogue.rows()).hasSize(68).extracting(Entry::id).doesNotHaveDuplicates();
    assertThat(catalogue.own()).extracting(Entry::id).allMatch(id -> id.startsWith("B"));
    assertThat(catalogue.rows())
        .allMatch(row -> List.of("V", "D", "R", "S", "B", "D/B", "D+B").contains(row.evidence()));
    assertThat(catalogue.rows()).allMatch(row -> !row.fix("default").isEmpty());
  }

  @Test
  void page_whenComparedWithTheFile_thenItIsNotOld() throws IOException {
    assertThat(Files.readString(Path.of("docs/failures.md")))
        .as("run ./bridge doctor --explain all > docs/failures.md")
        .isEqualTo(CataloguePage.markdown(catalogue));
  }

  /** The hops name rows too: a row that is renamed must be renamed there. */
  @Test
  void ids_whenNamedInTheCode_thenTheyAreRows() throws IOException {
    Set<String> named = new HashSet<>(found(ENUM_ROW, SOURCES.resolve("identity/Catalogue.java")));
    assertThat(named).hasSizeGreaterThan(20);
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        named.addAll(found(QUOTED, file));
      }
    }

    assertThat(ids()).containsAll(named);
  }

  private static Set<String> found(Pattern pattern, Path file) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(file));
    Set<String> found = new HashSet<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sts|400|invalid_target||The target service indicated by|S03",
        "sts|400|invalid_grant||The issuer in ID Token x does not match the expected ones: y|S05",
        "sts|400|invalid_grant||EMULATOR: the signature does not verify|",
        "sts|403||SERVICE_DISABLED|Security Token Service API has not been used|S12",
        "managed-identity|400|||No MSI found for specified ClientId/ResourceId.|M03",
        "managed-identity|400|||AADSTS500011: The resource principal named|M04",
        "impersonation|403||IAM_PERMISSION_DENIED|Permission denied|I01",
        "impersonation|400|||The access token lifetime cannot exceed 3600 seconds.|I07",
        "vertex|429|||Vertex answered 429|V13",
        "vertex|403||BILLING_DISABLED|Vertex answered 403|V09",
      })
  void recognise_whenAnUpstreamRefuses_thenTheRowOfItsWords(
      String hop, String status, String error, String reason, String seen, String row) {
    Map<String, String> facts = new HashMap<>();
    facts.put("upstreamStatus", status);
    if (error != null) {
      facts.put("error", error);
    }
    if (reason != null) {
      facts.put("reason", reason);
    }

    assertThat(catalogue.recognise(Step.parse(hop).orElseThrow(), facts, seen).map(Entry::id))
        .isEqualTo(Optional.ofNullable(row));
  }

  @Test
  void find_whenTheIdIsInLowerCase_thenTheRow_andNothingForAnother() {
    assertThat(catalogue.find("s05")).get().matches(row -> row.id().equals("S05"));
    assertThat(catalogue.find("X99")).isEmpty();
  }
}
