package io.github.vertexbridge.audit;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.AppendStore;
import io.github.vertexbridge.call.AppendStore.Appended;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.StoredFiles.StoredFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the lines of one chain to a row of files, one a day or one for each {@link #LARGEST}
 * bytes. What could not be sent is kept, and sent first the next time with the same bytes. A file
 * that can no longer be added to is left, and the next one says why. Confined to one thread at a
 * time.
 */
final class ChainWriter {
  /** An append blob takes 50,000 appends; a file that people download should be small anyway. */
  static final long LARGEST = 64L << 20;

  static final int MOST_APPENDS = 40_000;

  /** The smallest limit of one append that the service ever had is 4 MiB. */
  static final int LARGEST_APPEND = 3 << 20;

  private static final Logger LOG = LoggerFactory.getLogger(ChainWriter.class);

  /**
   * @param before the chain that the lines follow
   * @param lines what the bytes say, should they have to go elsewhere
   */
  @SuppressWarnings("ArrayRecordComponent") // bytes are passed through, never compared
  private record Append(
      String file, long position, byte[] bytes, Chain before, List<JsonObject> lines) {}

  private final AppendStore store;
  private final Origin origin;
  private final Deque<Append> unsent = new ArrayDeque<>();

  private Chain chain = Chain.START;
  private String file = "";
  private LocalDate day = LocalDate.EPOCH;
  private int number;
  private int appends;
  private long position;

  ChainWriter(AppendStore store, Origin origin) {
    this.store = store;
    this.origin = origin;
  }

  /** Whether a chain was begun. */
  boolean begun() {
    return number > 0;
  }

  /**
   * Takes lines over, to be sent by {@link #flush}.
   *
   * @throws io.github.vertexbridge.call.FailureException if no file could be opened for them: then
   *     nothing was taken
   */
  void accept(List<JsonObject> lines, Instant now) {
    if (begun() && !full(now)) {
      send(lines);
      return;
    }
    String previous = file;
    List<StoredFile> witnessed = AuditFiles.recent(store, now);
    String next = create(now);
    if (begun()) {
      send(List.of(Lines.continued(now, next)));
    }
    enter(next, now);
    List<JsonObject> all = new ArrayList<>();
    all.add(first(previous, now, witnessed, Optional.empty()));
    all.addAll(lines);
    send(all);
  }

  /** Takes the end of the chain over; nothing may be accepted after it. */
  void end(Instant now) {
    send(List.of(Lines.end(now)));
  }

  /** Sends all that was accepted; throws with the rest kept. */
  void flush(Instant now) {
    boolean moved = false;
    while (!unsent.isEmpty()) {
      Append next = unsent.element();
      Appended came = store.append(next.file(), next.position(), next.bytes());
      if (came == Appended.DONE) {
        unsent.remove();
      } else if (moved) {
        throw Failure.of(
                FailureCode.STORAGE_UNAVAILABLE,
                "Neither an audit file nor the one that was begun in its place could be added to.",
                "See who else deletes or changes files of the audit container.")
            .asException();
      } else {
        move(came.name().toLowerCase(Locale.ROOT), now);
        moved = true;
      }
    }
  }

  private boolean full(Instant now) {
    return position >= LARGEST || appends >= MOST_APPENDS || AuditFiles.date(now).isAfter(day);
  }

  /** Goes on in another file with everything that is in none, though it was chained already. */
  private void move(String reason, Instant now) {
    Append left = unsent.element();
    List<StoredFile> witnessed = AuditFiles.recent(store, now);
    String next = create(now);
    LOG.warn("Audit file {} is {}: the chain goes on in {}", left.file(), reason, next);
    List<JsonObject> lines = new ArrayList<>();
    unsent.forEach(append -> lines.addAll(append.lines()));
    lines.removeIf(Lines::joinsFiles);
    unsent.clear();
    chain = left.before();
    enter(next, now);
    lines.add(0, first(left.file(), now, witnessed, Optional.of(reason)));
    send(lines);
  }

  private JsonObject first(
      String previous, Instant now, List<StoredFile> witnessed, Optional<String> reason) {
    return chain.equals(Chain.START)
        ? Lines.genesis(origin, now, witnessed)
        : Lines.continues(origin.chain(), now, previous, witnessed, reason);
  }

  private String create(Instant now) {
    String name = AuditFiles.name(origin, now, number + 1);
    store.create(name);
    return name;
  }

  private void enter(String name, Instant now) {
    file = name;
    day = AuditFiles.date(now);
    position = 0;
    appends = 0;
    number++;
  }

  private void send(List<JsonObject> lines) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    List<JsonObject> taken = new ArrayList<>();
    Chain before = chain;
    for (JsonObject line : lines) {
      Chain.Link link = chain.link(line);
      chain = link.after();
      text.writeBytes((link.text() + "\n").getBytes(StandardCharsets.UTF_8));
      taken.add(line);
      if (text.size() >= LARGEST_APPEND) {
        append(text, before, taken);
        text = new ByteArrayOutputStream();
        taken = new ArrayList<>();
        before = chain;
      }
    }
    if (!taken.isEmpty()) {
      append(text, before, taken);
    }
  }

  private void append(ByteArrayOutputStream text, Chain before, List<JsonObject> lines) {
    unsent.add(new Append(file, position, text.toByteArray(), before, lines));
    position += text.size();
    appends++;
  }
}
