package io.github.vertexbridge.audit;

import io.github.vertexbridge.call.StoredFiles;
import io.github.vertexbridge.call.StoredFiles.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Names of audit files: {@code 2026/11/26/INSTANCE-CHAIN-0001.jsonl}. */
final class AuditFiles {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy/MM/dd/");
  private static final int MOST_WITNESSED = 200;

  private AuditFiles() {}

  static String name(Origin origin, Instant time, int number) {
    return day(time)
        + shortened(origin.instance())
        + "-"
        + shortened(origin.chain())
        + "-%04d.jsonl".formatted(number);
  }

  static LocalDate date(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** The files of today and yesterday with their lengths, as a witness against later cuts. */
  static List<StoredFile> recent(StoredFiles store, Instant time) {
    List<StoredFile> files = new ArrayList<>(store.list(day(time.minus(Duration.ofDays(1)))));
    files.addAll(store.list(day(time)));
    return files.subList(Math.max(0, files.size() - MOST_WITNESSED), files.size());
  }

  private static String day(Instant time) {
    return DAY.format(date(time));
  }

  /** Ids of instances and chains are long and random: their beginnings tell them apart. */
  private static String shortened(String id) {
    String plain = id.replaceAll("[^A-Za-z0-9]", "");
    return plain.isEmpty() ? "local" : plain.substring(0, Math.min(12, plain.length()));
  }
}
