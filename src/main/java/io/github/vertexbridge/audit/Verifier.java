package io.github.vertexbridge.audit;

import io.github.vertexbridge.call.StoredFiles;
import io.github.vertexbridge.call.StoredFiles.StoredFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proves that audit files are whole, or says where they are not. */
public final class Verifier {

  /**
   * What was found.
   *
   * @param files how many files were read
   * @param lines how many lines
   * @param chains how many chains begin in them
   * @param problems in the order of the files
   */
  public record Proof(int files, long lines, long chains, List<AuditProblem> problems) {
    public Proof {
      problems = List.copyOf(problems);
    }

    /** Whether nothing was changed, moved or removed, as far as the lines can tell. */
    public boolean whole() {
      return problems.stream().noneMatch(AuditProblem::broken);
    }
  }

  private final Map<String, FileCheck> checks = new LinkedHashMap<>();
  private final Map<String, Long> lengths = new LinkedHashMap<>();
  private final List<AuditProblem> problems = new ArrayList<>();

  private Verifier() {}

  /**
   * Reads all files.
   *
   * @throws IOException if one cannot be read
   */
  public static Proof verify(StoredFiles files) throws IOException {
    Verifier verifier = new Verifier();
    for (StoredFile file : files.list("")) {
      try (InputStream bytes = new BufferedInputStream(files.read(file.name()))) {
        verifier.checks.put(file.name(), FileCheck.of(file.name(), bytes));
        verifier.lengths.put(file.name(), file.bytes());
      }
    }
    return verifier.proof();
  }

  private Proof proof() {
    for (FileCheck file : checks.values()) {
      problems.addAll(file.problems());
      if (file.problems().isEmpty()) {
        begin(file);
        end(file);
      }
      file.witnessed().forEach((name, bytes) -> witness(file, name, bytes));
    }
    long lines = checks.values().stream().mapToLong(FileCheck::lines).sum();
    long chains = checks.values().stream().filter(f -> f.firstType().equals("genesis")).count();
    return new Proof(checks.size(), lines, chains, problems);
  }

  private void begin(FileCheck file) {
    if (file.isEmpty()) {
      problems.add(AuditProblem.open(file.name(), "is empty"));
      return;
    }
    switch (file.firstType()) {
      case "genesis" -> {
        if (file.firstSeq() != 0) {
          broken(file, 1, "begins a chain with another number than 0");
        }
      }
      case "continues" -> {
        FileCheck previous = checks.get(file.previous());
        if (previous == null && file.reason().equals("gone")) {
          broken(
              file,
              1,
              "goes on from "
                  + file.previous()
                  + ", which was deleted while its process wrote it: lines up to %d are missing"
                      .formatted(file.firstSeq() - 1));
        } else if (previous == null) {
          missing(
              file, 1, "goes on from " + file.previous() + ", which is not there", file.previous());
        } else if (previous.problems().isEmpty() && !previous.lastHash().equals(file.before())) {
          broken(
              file,
              1,
              "does not follow the end of %s: lines %d to %d are missing or were replaced"
                  .formatted(previous.name(), previous.lastSeq() + 1, file.firstSeq() - 1));
        }
      }
      default -> broken(file, 1, "has no beginning: its first lines are missing");
    }
  }

  private void end(FileCheck file) {
    switch (file.lastType()) {
      case "end" -> {
        // the chain ends here
      }
      case "continued" -> {
        if (!checks.containsKey(file.next())) {
          broken(file, file.lines(), "goes on in " + file.next() + ", which is not there");
        }
      }
      default -> {
        Optional<FileCheck> later =
            checks.values().stream()
                .filter(f -> f.previous().equals(file.name()) && !f.isEmpty())
                .findFirst();
        if (later.filter(f -> follows(f, file)).isPresent()) {
          return; // its process could not add the line that names the next file
        }
        if (later.isPresent()) {
          broken(file, file.lines(), "is its last line, but " + later.get().name() + " goes on");
        } else if (!file.isEmpty()) {
          problems.add(
              AuditProblem.open(
                  file.name(),
                  "has no end: its process still writes, was killed, or its last lines were cut"
                      + " off"));
        }
      }
    }
  }

  private static boolean follows(FileCheck later, FileCheck file) {
    return !later.reason().isEmpty() && later.before().equals(file.lastHash());
  }

  private void witness(FileCheck by, String name, long bytes) {
    Long length = lengths.get(name);
    if (length == null) {
      missing(by, 1, "saw " + name + ", which is not there", name);
    } else if (length < bytes) {
      problems.add(
          AuditProblem.broken(
              name,
              0,
              "has %d bytes, but had %d when %s was begun: its end was cut off"
                  .formatted(length, bytes, by.name())));
    }
  }

  /** Files older than all others may have been deleted when their time was over. */
  private void missing(FileCheck file, long line, String message, String name) {
    String oldest = checks.keySet().iterator().next();
    boolean mayBeOver = name.compareTo(oldest) < 0;
    problems.add(new AuditProblem(file.name(), line, "line " + line + " " + message, !mayBeOver));
  }

  private void broken(FileCheck file, long line, String message) {
    problems.add(AuditProblem.broken(file.name(), line, "line " + line + " " + message));
  }
}
