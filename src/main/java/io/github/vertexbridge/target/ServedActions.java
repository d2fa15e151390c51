package io.github.vertexbridge.target;

import static io.github.vertexbridge.target.ActionRow.BodyKind.ANY_JSON;
import static io.github.vertexbridge.target.ActionRow.BodyKind.OBJECT;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.target.ActionRow.BodyKind;
import io.github.vertexbridge.target.ActionRow.QueryParameter;
import io.github.vertexbridge.target.ModelPlace.InBody;
import io.github.vertexbridge.target.ModelPlace.InPath;
import java.util.List;
import java.util.Set;

/**
 * The rows that are served, first match first. Names of members are those of the request messages
 * in {@code google/cloud/aiplatform/v1/prediction_service.proto} and {@code
 * llm_utility_service.proto}.
 */
final class ServedActions {
  private static final String MODEL = "publishers/*/models/*:";
  private static final String ENDPOINT = "endpoints/*:";

  /** Of all inference but explain; source: Vertex AI, "IAM permissions". */
  private static final String PREDICT = "aiplatform.endpoints.predict";

  /** System parameters that stock clients send; the second also with a raw semicolon. */
  private static final List<QueryParameter> ALT =
      List.of(
          new QueryParameter("alt", Set.of("json")),
          new QueryParameter("$alt", Set.of("json", "json;enum-encoding=int")));

  static final List<ActionRow> ROWS =
      List.of(
          post(MODEL, "generateContent", OBJECT, new InPath(Set.of("model"))),
          post(ENDPOINT, "generateContent", OBJECT, new InPath(Set.of("model"))),
          post(MODEL, "countTokens", OBJECT, new InPath(Set.of("endpoint", "model"))),
          post(ENDPOINT, "countTokens", OBJECT, new InPath(Set.of("endpoint", "model"))),
          post(MODEL, "predict", OBJECT, new InPath(Set.of("endpoint"))),
          post(ENDPOINT, "predict", OBJECT, new InPath(Set.of("endpoint"))),
          // A pseudo-model: the real one is in the body, as Anthropic's SDK sends it.
          post("publishers/anthropic/models/count-tokens:", "rawPredict", OBJECT, body("model")),
          post(MODEL, "rawPredict", ANY_JSON, new InPath(Set.of("model"))),
          post(ENDPOINT, "rawPredict", ANY_JSON, new InPath(Set.of())));

  private ServedActions() {}

  private static ModelPlace body(String member) {
    return new InBody(member);
  }

  private static ActionRow post(String resource, String verb, BodyKind body, ModelPlace model) {
    return new ActionRow(
        "POST",
        PathShape.of(resource + verb),
        new ActionName(verb),
        PREDICT,
        model,
        Set.of(ApiVersion.values()),
        ALT,
        body,
        true,
        false);
  }
}
