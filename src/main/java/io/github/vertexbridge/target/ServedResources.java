package io.github.vertexbridge.target;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.target.ActionRow.BodyKind;
import io.github.vertexbridge.target.ActionRow.QueryParameter;
import io.github.vertexbridge.target.ModelPlace.InBody;
import io.github.vertexbridge.target.ModelPlace.InParent;
import io.github.vertexbridge.target.ModelPlace.InPath;
import io.github.vertexbridge.target.ModelPlace.Writing;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rows of jobs, caches, operations and reads. Source: the http annotations of {@code
 * google/cloud/aiplatform/v1}, v1beta1's where it has more.
 */
final class ServedResources {
  /** System parameters that stock clients send; the second also with a raw semicolon. */
  static final List<QueryParameter> ALT =
      List.of(
          new QueryParameter("alt", Set.of("json")),
          new QueryParameter("$alt", Set.of("json", "json;enum-encoding=int")));

  private static final String IAM = "aiplatform.";
  private static final Set<ApiVersion> BOTH = Set.of(ApiVersion.values());
  private static final ModelPlace PATH = new InPath(Set.of());
  private static final List<String> LIST =
      List.of("pageSize", "pageToken", "filter", "readMask", "view");

  private static final List<String> PARENTS =
      List.of(
          "endpoints",
          "models",
          "batchPredictionJobs",
          "customJobs",
          "hyperparameterTuningJobs",
          "trainingPipelines",
          "pipelineJobs",
          "tuningJobs",
          "cachedContents");

  static final List<ActionRow> ROWS =
      Stream.of(
              jobs("batchPredictionJobs", model("model")),
              jobs("customJobs", PATH),
              jobs("hyperparameterTuningJobs", PATH),
              jobs("trainingPipelines", PATH),
              jobs("pipelineJobs", PATH),
              Stream.of(
                  create("tuningJobs", model("baseModel", "preTunedModel/tunedModelName")),
                  get("tuningJobs", "tuningJobs/*"),
                  list("tuningJobs", "tuningJobs", PATH),
                  cancel("tuningJobs", "tuningJobs/*", PATH),
                  create("cachedContents", model("model")),
                  get("cachedContents", "cachedContents/*"),
                  list("cachedContents", "cachedContents", PATH),
                  row(
                      "PATCH",
                      "cachedContents/*",
                      "cachedContents.patch",
                      PATH,
                      BodyKind.OBJECT,
                      List.of("updateMask")),
                  delete("cachedContents"),
                  get("endpoints", "endpoints/*"),
                  list("endpoints", "endpoints", PATH),
                  get("models", "models/*"),
                  list("models", "models", PATH),
                  read("models/*:listVersions", "models.listVersions", PATH, LIST),
                  read("models/*:listCheckpoints", "models.listCheckpoints", PATH, LIST)),
              operations("", PATH),
              PARENTS.stream().flatMap(parent -> operations(parent + "/*/", new InParent())),
              Stream.of(
                  publishers("*/models/*", "get", BOTH, List.of("view")),
                  publishers("*/models", "list", Set.of(ApiVersion.V1BETA1), LIST)))
          .flatMap(rows -> rows)
          .toList();

  private ServedResources() {}

  private static Stream<ActionRow> jobs(String kind, ModelPlace model) {
    return Stream.of(
        create(kind, model),
        get(kind, kind + "/*"),
        list(kind, kind, PATH),
        cancel(kind, kind + "/*", PATH),
        delete(kind));
  }

  /**
   * IAM asks for the parent's own {@code get}, and to cancel for what started the operation. Those
   * of the location have no parent: whoever reads them must at least see endpoints.
   */
  private static Stream<ActionRow> operations(String parent, ModelPlace place) {
    String kind = parent.isEmpty() ? "endpoints" : parent.substring(0, parent.indexOf('/'));
    String see = IAM + kind + ".get";
    String start = kind.equals("endpoints") || kind.equals("models") ? see : IAM + kind + ".create";
    return Stream.of(
        read(parent + "operations/*", "operations.get", place, List.of()).needing(see),
        list("operations", parent + "operations", place).needing(see),
        cancel("operations", parent + "operations/*", place).needing(start));
  }

  /** Named as the action; where not, as the table "Agent Platform IAM permissions" has it. */
  private static String permission(String action) {
    return IAM
        + switch (action) {
          case "cachedContents.patch" -> "cachedContents.update";
          case "models.listVersions", "models.listCheckpoints" -> "models.list";
          default -> action;
        };
  }

  private static ModelPlace model(String... members) {
    return new InBody(Set.of(members), Writing.NAME);
  }

  /** A second, equal create makes a second resource: it is never repeated. */
  private static ActionRow create(String kind, ModelPlace model) {
    List<String> query = kind.equals("pipelineJobs") ? List.of("pipelineJobId") : List.of();
    return row("POST", kind, kind + ".create", model, BodyKind.OBJECT, query).once();
  }

  private static ActionRow get(String kind, String shape) {
    return read(shape, kind + ".get", PATH, List.of("readMask", "view"));
  }

  private static ActionRow list(String kind, String shape, ModelPlace place) {
    return read(shape, kind + ".list", place, LIST);
  }

  private static ActionRow cancel(String kind, String shape, ModelPlace place) {
    return row("POST", shape + ":cancel", kind + ".cancel", place, BodyKind.OPTIONAL, List.of());
  }

  private static ActionRow delete(String kind) {
    return row("DELETE", kind + "/*", kind + ".delete", PATH, BodyKind.OPTIONAL, List.of());
  }

  private static ActionRow read(String shape, String action, ModelPlace place, List<String> query) {
    return row("GET", shape, action, place, BodyKind.NONE, query);
  }

  private static ActionRow publishers(
      String shape, String verb, Set<ApiVersion> versions, List<String> query) {
    return new ActionRow(
        "GET",
        false,
        PathShape.of("publishers/" + shape),
        new ActionName("publisherModels." + verb),
        ServedActions.PERMISSION, // none is documented: whoever calls models may read about them
        PATH,
        versions,
        query(query),
        BodyKind.NONE,
        true,
        false);
  }

  private static ActionRow row(
      String method,
      String shape,
      String action,
      ModelPlace place,
      BodyKind body,
      List<String> query) {
    return new ActionRow(
        method,
        true,
        PathShape.of(shape),
        new ActionName(action),
        permission(action),
        place,
        BOTH,
        query(query),
        body,
        true,
        false);
  }

  private static List<QueryParameter> query(List<String> names) {
    return Stream.concat(
            ALT.stream(), names.stream().map(name -> new QueryParameter(name, Set.of())))
        .toList();
  }
}
