package io.github.vertexbridge.target;

import static io.github.vertexbridge.target.ActionRow.BodyKind.ANY_JSON;
import static io.github.vertexbridge.target.ActionRow.BodyKind.OBJECT;

import io.github.vertexbridge.call.ActionName;
import io.github.vertexbridge.call.ApiVersion;
import io.github.vertexbridge.target.ActionRow.BodyKind;
import io.github.vertexbridge.target.ActionRow.QueryParameter;
import io.github.vertexbridge.target.ModelPlace.InBody;
import io.github.vertexbridge.target.ModelPlace.InPath;
import io.github.vertexbridge.target.ModelPlace.Writing;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rows of inference, first match first. Names of members are those of the request messages in
 * {@code google/cloud/aiplatform/v1/prediction_service.proto} and {@code
 * llm_utility_service.proto}; predictLongRunning, fetchPredictOperation and chat completions are in
 * the REST reference only.
 */
final class ServedActions {
  private static final String MODEL = "publishers/*/models/*:";
  private static final String ENDPOINT = "endpoints/*:";

  /** Of all inference but explain; source: Vertex AI, "IAM permissions". */
  static final String PERMISSION = "aiplatform.endpoints.predict";

  private static final List<QueryParameter> STREAM =
      List.of(
          new QueryParameter("alt", Set.of("json", "sse")),
          new QueryParameter("$alt", Set.of("json", "json;enum-encoding=int", "sse")));

  private static final InPath ANY = new InPath(Set.of());

  /** With model routing, the body may name the model that answers. */
  private static final InPath GENERATE =
      new InPath(Set.of("model", "generationConfig/routingConfig/manualMode/modelName"));

  private static final InPath COUNT = new InPath(Set.of("endpoint", "model"));
  private static final InPath PREDICT = new InPath(Set.of("endpoint"));
  private static final InPath RAW = new InPath(Set.of("model"));
  private static final InPath FETCH = new InPath(Set.of("endpoint", "operationName"));

  static final List<ActionRow> ROWS =
      Stream.of(
              both("generateContent", OBJECT, GENERATE),
              streamed("streamGenerateContent", OBJECT, GENERATE, GENERATE),
              both("countTokens", OBJECT, COUNT),
              both("computeTokens", OBJECT, COUNT),
              Stream.of(post(MODEL + "embedContent", "embedContent", OBJECT, RAW)),
              both("predict", OBJECT, PREDICT),
              // A pseudo-model: the real one is in the body, as Anthropic's SDK sends it.
              Stream.of(
                  post(
                      "publishers/anthropic/models/count-tokens:rawPredict",
                      "rawPredict",
                      OBJECT,
                      new InBody(Set.of("model"), Writing.ID_OF_PUBLISHER)),
                  post(MODEL + "rawPredict", "rawPredict", ANY_JSON, RAW),
                  post(ENDPOINT + "rawPredict", "rawPredict", ANY_JSON, ANY)),
              streamed("streamRawPredict", ANY_JSON, RAW, ANY),
              Stream.of(
                  post(ENDPOINT + "explain", "explain", OBJECT, PREDICT)
                      .needing("aiplatform.endpoints.explain")),
              both("predictLongRunning", OBJECT, PREDICT).map(ActionRow::once),
              both("fetchPredictOperation", OBJECT, FETCH),
              // The OpenAI-compatible endpoint takes any model; a deployed endpoint is one.
              Stream.of(
                  chat("endpoints/openapi", new InBody(Set.of("model"), Writing.PUBLISHER_AND_ID)),
                  chat("endpoints/*", ANY)),
              ServedResources.ROWS.stream())
          .flatMap(rows -> rows)
          .toList();

  private ServedActions() {}

  private static Stream<ActionRow> both(String verb, BodyKind body, ModelPlace model) {
    return Stream.of(MODEL, ENDPOINT).map(at -> post(at + verb, verb, body, model));
  }

  private static Stream<ActionRow> streamed(
      String verb, BodyKind body, ModelPlace ofModel, ModelPlace ofEndpoint) {
    return Stream.of(
        row(MODEL + verb, verb, body, ofModel, STREAM, true),
        row(ENDPOINT + verb, verb, body, ofEndpoint, STREAM, true));
  }

  private static ActionRow chat(String endpoint, ModelPlace model) {
    return row(
        endpoint + "//chat/completions",
        "chatCompletions",
        OBJECT,
        model,
        ServedResources.ALT,
        true);
  }

  private static ActionRow post(String shape, String action, BodyKind body, ModelPlace model) {
    return row(shape, action, body, model, ServedResources.ALT, false);
  }

  private static ActionRow row(
      String shape,
      String action,
      BodyKind body,
      ModelPlace model,
      List<QueryParameter> query,
      boolean streams) {
    return new ActionRow(
        "POST",
        true,
        PathShape.of(shape),
        new ActionName(action),
        PERMISSION,
        model,
        Set.of(ApiVersion.values()),
        query,
        body,
        true,
        streams);
  }
}
