package io.github.vertexbridge.audit;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.AppendStore;
import io.github.vertexbridge.call.StoredFiles.StoredFile;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Writes the lines of one chain to a row of files, one a day or one for each {@link #LARGEST}
 * bytes. What could not be sent is kept, and sent first the next time with the same bytes. Confined
 * to one thread at a time.
 */
final class ChainWriter {
  /** An append blob takes 50,000 appends; a file that people download should be small anyway. */
  static final long LARGEST = 64L << 20;

  private static final int MOST_APPENDS = 40_000;

  @SuppressWarnings("ArrayRecordComponent") // bytes are passed through, never compared
  private record Append(String file, long position, byte[] bytes) {}

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
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    if (!begun() || full(now)) {
      open(now, text);
    }
    lines.forEach(line -> add(line, text));
    send(text.toByteArray());
  }

  /** Takes the end of the chain over; nothing may be accepted after it. */
  void end(Instant now) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    add(Lines.end(now), text);
    send(text.toByteArray());
  }

  /** Sends all that was accepted; throws with the rest kept. */
  void flush() {
    while (!unsent.isEmpty()) {
      Append next = unsent.peek();
      store.append(next.file(), next.position(), next.bytes());
      unsent.remove();
    }
  }

  private boolean full(Instant now) {
    return position >= LARGEST || appends >= MOST_APPENDS || AuditFiles.date(now).isAfter(day);
  }

  private void open(Instant now, ByteArrayOutputStream text) {
    List<StoredFile> witnessed = AuditFiles.recent(store, now);
    String next = AuditFiles.name(origin, now, number + 1);
    store.create(next);
    String previous = file;
    if (begun()) {
      ByteArrayOutputStream last = new ByteArrayOutputStream();
      add(Lines.continued(now, next), last);
      send(last.toByteArray());
    }
    file = next;
    day = AuditFiles.date(now);
    position = 0;
    appends = 0;
    number++;
    add(
        previous.isEmpty()
            ? Lines.genesis(origin, now, witnessed)
            : Lines.continues(origin.chain(), now, previous, witnessed),
        text);
  }

  private void add(JsonObject line, ByteArrayOutputStream text) {
    Chain.Link link = chain.link(line);
    chain = link.after();
    text.writeBytes((link.text() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private void send(byte[] bytes) {
    unsent.add(new Append(file, position, bytes));
    position += bytes.length;
    appends++;
  }
}
