package io.github.vertexbridge.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.vertexbridge.cli.AuditCommand;
import io.github.vertexbridge.sandbox.LogFilter;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;

/** The commands that an auditor runs, and what Google's side logged, joined by what they print. */
final class GoogleSide {
  private static final String PROJECT = "vertex-sandbox";
  private static final String ACCOUNT = "vertex-bridge@vertex-sandbox.iam.gserviceaccount.com";

  private final RunningBridge bridge;

  GoogleSide(RunningBridge bridge) {
    this.bridge = bridge;
  }

  /** What {@code ./bridge audit} prints; fails the test if it does not exit 0. */
  String audit(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new CommandLine(new AuditCommand(from -> bridge.auditLines()))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    assertThat(exit).as(String.join(" ", arguments) + ": " + err).isZero();
    return out.toString();
  }

  /** The story for people. */
  String find(String id) {
    return audit("find", id);
  }

  /** The lines of one type, as members. */
  List<JsonObject> lines(String id, String type) {
    return audit("find", "--json", id)
        .lines()
        .map(line -> JsonParser.parseString(line).getAsJsonObject())
        .filter(line -> line.get("type").getAsString().equals(type))
        .toList();
  }

  /** Entries that the printed filter finds. */
  List<JsonObject> joined(String id) {
    return bridge
        .sandbox()
        .googleLog(LogFilter.parse(audit("google-query", id, "--project", PROJECT)));
  }

  /**
   * Entries that the filter finds that was printed with the lines at hand, were no request's reason
   * in the log: whether Vertex shows it is not published.
   */
  List<JsonObject> joinedWithoutReason(String id) {
    LogFilter filter =
        LogFilter.parse(audit("google-query", id, "--project", PROJECT, "--from", "run"));
    List<JsonObject> found = new ArrayList<>();
    for (JsonObject entry : all()) {
      entry
          .getAsJsonObject("protoPayload")
          .getAsJsonObject("requestMetadata")
          .getAsJsonObject("requestAttributes")
          .remove("reason");
      if (filter.finds(entry)) {
        found.add(entry);
      }
    }
    return found;
  }

  List<JsonObject> all() {
    return bridge.sandbox().googleLog(LogFilter.parse(""));
  }

  /** Last segments of the methods' names. */
  static List<String> methods(List<JsonObject> entries) {
    return entries.stream().map(GoogleSide::method).toList();
  }

  static String method(JsonObject entry) {
    String name = entry.getAsJsonObject("protoPayload").get("methodName").getAsString();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  static JsonObject payload(JsonObject entry) {
    return entry.getAsJsonObject("protoPayload");
  }

  static JsonObject who(JsonObject entry) {
    return payload(entry).getAsJsonObject("authenticationInfo");
  }

  static int code(JsonObject entry) {
    return payload(entry).has("status")
        ? payload(entry).getAsJsonObject("status").get("code").getAsInt()
        : 0;
  }

  static String log(JsonObject entry) {
    return entry.get("logName").getAsString().replaceFirst(".*%2F", "");
  }

  /** Claims of a line's hop, by the hop's name. */
  static JsonObject claims(JsonObject line, String hop) {
    JsonArray hops = line.getAsJsonArray("hops");
    for (var each : hops) {
      if (each.getAsJsonObject().get("hop").getAsString().equals(hop)) {
        return each.getAsJsonObject().getAsJsonObject("claims");
      }
    }
    throw new AssertionError("no hop " + hop + " in " + hops);
  }

  /** How many calls the entries are of: a stream has two entries. */
  static long calls(List<JsonObject> entries) {
    return entries.stream().filter(entry -> !entry.toString().contains("\"last\":true")).count();
  }

  /** How often Vertex was called, as the lines say. */
  static long vertexHops(List<JsonObject> lines) {
    long hops = 0;
    for (JsonObject line : lines) {
      for (var hop : line.getAsJsonArray("hops")) {
        hops += hop.getAsJsonObject().get("hop").getAsString().equals("vertex") ? 1 : 0;
      }
    }
    return hops;
  }

  /** Who, by which rule, what, by which hops, with what outcome. */
  void assertFullStory(String id, String rule) {
    assertThat(find(id))
        .contains("caller  ")
        .contains(rule)
        .contains("target  ")
        .contains("hop managed-identity")
        .contains("hop sts")
        .contains("hop impersonation")
        .contains("hop vertex")
        .contains("bytes  ")
        .containsPattern("status +200");
  }

  /** There is an entry for each hop to Vertex, all are of this account, and the lines say so. */
  static void assertSameIdentity(List<JsonObject> lines, List<JsonObject> entries) {
    assertThat(calls(entries)).isEqualTo(vertexHops(lines));
    for (JsonObject line : lines) {
      assertThat(claims(line, "impersonation").get("serviceAccount").getAsString())
          .isEqualTo(ACCOUNT);
    }
    assertThat(entries)
        .allSatisfy(
            entry -> {
              JsonObject who = who(entry);
              assertThat(who.get("principalEmail").getAsString()).isEqualTo(ACCOUNT);
              assertThat(who.toString()).contains("principal://iam.googleapis.com/");
              assertThat(payload(entry).get("serviceName").getAsString())
                  .isEqualTo("aiplatform.googleapis.com");
            });
  }

  /** Each entry once, as text: for what must not be found. */
  static String texts(List<JsonObject> entries) {
    return entries.stream().map(JsonObject::toString).collect(Collectors.joining("\n"));
  }
}
