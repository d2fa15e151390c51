package io.github.vertexbridge.audit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.vertexbridge.audit.AuditReader.Line;
import io.github.vertexbridge.call.StoredFiles;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who called a model: callers with how often, as whom, by which rule, and how it went. */
public final class Who {

  /**
   * One caller by one rule as one identity.
   *
   * @param caller kind and id
   * @param rule that decided, or the closest one; empty if there was none
   * @param as Google's side: the service account; empty where no call was made or directly as the
   *     federated principal
   * @param allowed calls that were answered with 2xx
   * @param denied calls that the policy refused
   * @param failed the others
   * @param last when the last one began
   */
  public record Row(
      String caller, String rule, String as, long allowed, long denied, long failed, Instant last) {

    private Row plus(boolean ok, boolean refused, Instant time) {
      return new Row(
          caller,
          rule,
          as,
          allowed + (ok ? 1 : 0),
          denied + (refused ? 1 : 0),
          failed + (ok || refused ? 0 : 1),
          time.isAfter(last) ? time : last);
    }
  }

  private Who() {}

  /**
   * Counts the calls.
   *
   * @param model a part of the model's, alias's or resource's name; empty: all
   * @param since calls that began before do not count
   * @throws IOException if a file cannot be read
   */
  public static List<Row> called(String model, Instant since, StoredFiles files)
      throws IOException {
    Map<List<String>, Row> rows = new LinkedHashMap<>();
    AuditReader.read(
        files,
        line -> {
          if (line.text("type").equals("call")
              && !line.time().isBefore(since)
              && names(line, model)) {
            count(line, rows);
          }
        });
    return new ArrayList<>(rows.values());
  }

  private static boolean names(Line line, String model) {
    JsonObject target = object(line.members(), "target").orElseGet(JsonObject::new);
    return model.isEmpty()
        || FileCheck.text(target, "model").contains(model)
        || FileCheck.text(target, "resource").contains(model)
        || line.text("alias").contains(model);
  }

  private static void count(Line line, Map<List<String>, Row> rows) {
    String caller = object(line.members(), "caller").map(Who::label).orElse("unverified");
    String rule = line.text("rule");
    String as = account(line.members());
    boolean ok = line.members().has("status") && line.members().get("status").getAsInt() < 300;
    boolean refused =
        object(line.members(), "failure")
            .filter(failure -> FileCheck.text(failure, "category").equals("policy"))
            .isPresent();
    rows.merge(
        List.of(caller, rule, as),
        new Row(caller, rule, as, 0, 0, 0, Instant.EPOCH).plus(ok, refused, line.time()),
        (old, one) -> old.plus(ok, refused, line.time()));
  }

  private static String label(JsonObject caller) {
    String kind = FileCheck.text(caller, "kind");
    for (String id : List.of("queue", "oid", "appid")) {
      if (caller.has(id)) {
        return kind + ":" + FileCheck.text(caller, id);
      }
    }
    return kind;
  }

  private static String account(JsonObject members) {
    if (members.get("hops") == null || !members.get("hops").isJsonArray()) {
      return "";
    }
    String account = "";
    for (JsonElement hop : members.getAsJsonArray("hops")) {
      if (FileCheck.text(hop.getAsJsonObject(), "hop").equals("impersonation")) {
        account =
            object(hop.getAsJsonObject(), "claims")
                .map(claims -> FileCheck.text(claims, "serviceAccount"))
                .orElse("");
      }
    }
    return account;
  }

  private static Optional<JsonObject> object(JsonObject in, String member) {
    return in.get(member) instanceof JsonObject object ? Optional.of(object) : Optional.empty();
  }
}
