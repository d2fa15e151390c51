package io.github.vertexbridge.surface;

import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.call.Redaction;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * OpenAI's format: {@code POST /openai/v1/chat/completions}, {@code POST /openai/v1/embeddings},
 * {@code GET /openai/v1/models} and {@code /models/{id}}, as OpenAI's own SDKs call them.
 */
public final class OpenAiSurface {
  private static final String V1 = "/openai/v1";
  private static final String CHAT = V1 + "/chat/completions";
  private static final String EMBEDDINGS = V1 + "/embeddings";
  private static final String MODELS = V1 + "/models";

  private static final String USE_CHAT = "Use POST " + CHAT + ".";

  /** What follows /openai/v1, and what to use instead. */
  private static final Map<String, String> INSTEAD =
      new TreeMap<>(
          Map.of(
              "/audio",
              "Send audio as input_audio of a message to POST " + CHAT + ".",
              "/batches",
              "Use batchPredictionJobs of the Vertex drop-in (docs/drop-in.md).",
              "/chat/completions/",
              "Nothing is stored here, so there is nothing to read.",
              "/completions",
              USE_CHAT,
              "/files",
              "Put data into Cloud Storage and name it by gs://, or send data: URLs.",
              "/fine_tuning",
              "Use tuningJobs of the Vertex drop-in (docs/drop-in.md).",
              "/images",
              "Use predict of an Imagen model by the Vertex drop-in (docs/drop-in.md).",
              "/moderations",
              "Use safety settings (extra_body.google.safety_settings) in POST " + CHAT + ".",
              "/responses",
              USE_CHAT,
              "/deployments",
              "Use the class OpenAI, not AzureOpenAI, with the base URL …" + V1 + "."));

  private final BodyRules bodyRules;

  /**
   * @param maxBody largest body, in bytes
   */
  public OpenAiSurface(int maxBody) {
    bodyRules = new BodyRules(maxBody);
  }

  /** A chat completion. */
  public OpenAiChat chat(Inbound inbound) {
    check(inbound, CHAT);
    return OpenAiChat.read(inbound.body());
  }

  /** Embeddings. */
  public OpenAiEmbeddings embeddings(Inbound inbound) {
    check(inbound, EMBEDDINGS);
    return OpenAiEmbeddings.read(inbound.body());
  }

  /**
   * Which model is read; empty: the list of them. SDKs percent-encode the slash of {@code
   * publisher/model}, some do not.
   */
  public Optional<String> model(Inbound inbound) {
    noQuery(inbound);
    String path = inbound.path();
    if (path.equals(MODELS)) {
      return Optional.empty();
    }
    String id =
        path.startsWith(MODELS + "/")
            ? path.substring(MODELS.length() + 1).replace("%2F", "/").replace("%2f", "/")
            : "";
    if (id.isEmpty()) {
      throw unmatched(inbound).asException();
    }
    return Optional.of(id);
  }

  private void check(Inbound inbound, String path) {
    if (!inbound.path().equals(path)) {
      throw unmatched(inbound).asException();
    }
    noQuery(inbound);
    bodyRules.check(inbound);
  }

  private static void noQuery(Inbound inbound) {
    if (!inbound.query().isEmpty()) {
      throw Failure.of(
              FailureCode.QUERY_NOT_ALLOWED,
              "This path takes no query.",
              "Leave the query out; credentials belong into the Authorization header.")
          .asException();
    }
  }

  /** Why no function serves this request, and what to use instead. */
  public static Failure unmatched(Inbound inbound) {
    return Failure.of(
        FailureCode.PATH_UNKNOWN,
        "Invalid URL (" + inbound.method() + " " + Redaction.scrub(inbound.path()) + ").",
        instead(inbound.path()));
  }

  private static String instead(String path) {
    String below =
        path.startsWith(V1) ? path.substring(V1.length()) : path.substring("/openai".length());
    return INSTEAD.entrySet().stream()
        .filter(entry -> below.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(
            "Set the client's base URL to …"
                + V1
                + "; there are POST /chat/completions, POST /embeddings, GET /models and GET"
                + " /models/{id}.");
  }

  /** Said when a name is neither an alias nor PUBLISHER/MODEL, or names nothing. */
  public static Failure unknownModel(String name) {
    return Failure.of(
        FailureCode.ALIAS_UNKNOWN,
        "The model '" + Redaction.scrub(name) + "' does not exist or you do not have access to it.",
        name.indexOf('/') < 0
            ? "Name an alias, or write PUBLISHER/MODEL (google/"
                + Redaction.scrub(name)
                + "?); GET "
                + MODELS
                + " lists yours."
            : "GET " + MODELS + " lists yours.");
  }
}
