package io.github.vertexbridge.bridge;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Failure;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.Headers;
import io.github.vertexbridge.call.Inbound;
import io.github.vertexbridge.surface.Ask;
import io.github.vertexbridge.surface.Embedded;
import io.github.vertexbridge.surface.EmbeddingModel;
import io.github.vertexbridge.surface.OpenAiAnswers;
import io.github.vertexbridge.surface.OpenAiChat;
import io.github.vertexbridge.surface.OpenAiEmbeddings;
import io.github.vertexbridge.surface.OpenAiSurface;
import io.github.vertexbridge.telemetry.CallScope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Calls in OpenAI's format: chats are relayed, embeddings mapped, models listed. Thread safe. */
final class OpenAiCalls {
  private final OpenAiSurface surface;
  private final OpenAiModels models;
  private final Pipeline pipeline;
  private final FanOut fanOut;

  OpenAiCalls(OpenAiSurface surface, OpenAiModels models, Pipeline pipeline, FanOut fanOut) {
    this.surface = surface;
    this.models = models;
    this.pipeline = pipeline;
    this.fanOut = fanOut;
  }

  Answer chat(Inbound inbound, Caller caller, Deadline deadline, Progress progress) {
    OpenAiChat chat = surface.chat(inbound);
    OpenAiModels.Named model = models.read(chat.model());
    chat.checkTakenBy(model.resource());
    return OpenAiAnswers.chat(
        pipeline.run(
            models.ask(model, OpenAiModels.CHAT, caller, chat.body()),
            caller,
            inbound.headers(),
            deadline,
            progress));
  }

  Answer embeddings(Inbound inbound, Caller caller, Deadline deadline, Progress progress) {
    OpenAiEmbeddings asked = surface.embeddings(inbound);
    OpenAiModels.Named named = models.read(asked.model());
    EmbeddingModel model =
        EmbeddingModel.of(named.resource()).orElseThrow(() -> endpoint().asException());
    List<List<String>> calls = model.calls(asked);
    List<Progress> parts = Stream.generate(progress::part).limit(calls.size()).toList();
    Headers headers = inbound.headers().with("content-type", "application/json");
    try {
      List<Embedded> embedded =
          fanOut.run(
              calls.size(),
              number -> {
                List<String> texts = calls.get(number);
                byte[] body = model.body(texts, asked.dimensions());
                Ask ask = models.ask(named, model.action(), caller, body);
                try (CallScope scope = CallScope.of(progress.correlationId())) {
                  Answer answer = pipeline.run(ask, caller, headers, deadline, parts.get(number));
                  return Embedded.read(answer, texts.size(), asked.dimensions().isPresent());
                }
              });
      OpenAiAnswers.tokens(embedded)
          .ifPresent(tokens -> progress.usage(Map.of("promptTokenCount", tokens)));
      return OpenAiAnswers.embeddings(asked, embedded);
    } finally {
      parts.forEach(progress::include);
    }
  }

  Answer models(Inbound inbound, Caller caller, Deadline deadline, Progress progress) {
    Optional<String> id = surface.model(inbound);
    return id.isEmpty()
        ? OpenAiAnswers.models(models.list(caller))
        : models
            .find(id.get(), caller)
            .map(OpenAiAnswers::model)
            .orElseThrow(() -> OpenAiSurface.unknownModel(id.get()).asException());
  }

  private static Failure endpoint() {
    return Failure.of(
            FailureCode.FIELD_INVALID,
            "The alias stands for an endpoint, whose embeddings have a format of their own.",
            "Call POST /bridge/predict/{alias} with the endpoint's own instances.")
        .withFacts(Map.of(Failure.PARAM, "model"));
  }
}
