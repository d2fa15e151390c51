package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.Candidate;
import com.google.cloud.aiplatform.v1.ComputeTokensRequest;
import com.google.cloud.aiplatform.v1.ComputeTokensResponse;
import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.CountTokensRequest;
import com.google.cloud.aiplatform.v1.CountTokensResponse;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.GenerateContentResponse.PromptFeedback;
import com.google.cloud.aiplatform.v1.GenerateContentResponse.UsageMetadata;
import com.google.cloud.aiplatform.v1.GenerationConfig;
import com.google.cloud.aiplatform.v1.Modality;
import com.google.cloud.aiplatform.v1.ModalityTokenCount;
import com.google.cloud.aiplatform.v1.Part;
import com.google.cloud.aiplatform.v1.TokensInfo;
import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.VertexGate.Deployment;
import io.github.vertexbridge.sandbox.VertexWorld.ModelKind;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * A model that says back what it was told and how many tokens that was. A part that is no text
 * counts as one token.
 */
final class TextModel {
  private static final Set<String> ROLES = Set.of("user", "model", "function", "");
  private static final int MAX_CANDIDATES = 8;
  private static final int WORDS_A_CHUNK = 3;

  private final InstantSource clock;
  private final SecureRandom random;

  TextModel(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  GenerateContentResponse generate(GenerateContentRequest request, Deployment deployment) {
    check(request.getContentsList());
    GenerationConfig config = request.getGenerationConfig();
    int candidates = config.hasCandidateCount() ? config.getCandidateCount() : 1;
    if (candidates < 1 || candidates > MAX_CANDIDATES) {
      throw invalid("candidateCount is 1 to " + MAX_CANDIDATES);
    }
    if (config.hasMaxOutputTokens() && config.getMaxOutputTokens() < 1) {
      throw invalid("maxOutputTokens is at least 1");
    }
    int prompt =
        tokens(request.getContentsList()) + tokens(List.of(request.getSystemInstruction()));
    GenerateContentResponse.Builder response =
        frame(deployment)
            .setUsageMetadata(
                UsageMetadata.newBuilder()
                    .setPromptTokenCount(prompt)
                    .setTotalTokenCount(prompt)
                    .addPromptTokensDetails(text(prompt))
                    .setTrafficType(deployment.traffic()));
    if (TextAnswer.isBlocked(request)) {
      return response
          .setPromptFeedback(
              PromptFeedback.newBuilder()
                  .setBlockReason(PromptFeedback.BlockedReason.PROHIBITED_CONTENT)
                  .setBlockReasonMessage("EMULATOR: the prompt asked to be blocked"))
          .build();
    }
    Part whole = TextAnswer.of(request, prompt, deployment.kind() == ModelKind.THINKING_TEXT);
    boolean cut =
        whole.hasText()
            && config.hasMaxOutputTokens()
            && Tokeniser.count(whole.getText()) > config.getMaxOutputTokens();
    Part part =
        cut
            ? Part.newBuilder()
                .setText(Tokeniser.first(config.getMaxOutputTokens(), whole.getText()))
                .build()
            : whole;
    for (int index = 0; index < candidates; index++) {
      response.addCandidates(
          Candidate.newBuilder()
              .setIndex(index)
              .setContent(Content.newBuilder().setRole("model").addParts(part))
              .setFinishReason(
                  cut ? Candidate.FinishReason.MAX_TOKENS : Candidate.FinishReason.STOP));
    }
    int answer = tokens(part) * candidates;
    response
        .getUsageMetadataBuilder()
        .setCandidatesTokenCount(answer)
        .setTotalTokenCount(prompt + answer)
        .addCandidatesTokensDetails(text(answer));
    return response.build();
  }

  private GenerateContentResponse.Builder frame(Deployment deployment) {
    return GenerateContentResponse.newBuilder()
        .setModelVersion(deployment.resource().shortName())
        .setCreateTime(Fields.time(clock.instant()))
        .setResponseId(responseId());
  }

  CountTokensResponse count(CountTokensRequest request) {
    check(request.getContentsList());
    int tokens =
        tokens(request.getContentsList()) + tokens(List.of(request.getSystemInstruction()));
    int characters =
        request.getContentsList().stream()
            .flatMap(content -> content.getPartsList().stream())
            .mapToInt(part -> (int) part.getText().codePoints().filter(c -> c > ' ').count())
            .sum();
    return CountTokensResponse.newBuilder()
        .setTotalTokens(tokens)
        .setTotalBillableCharacters(characters)
        .addPromptTokensDetails(text(tokens))
        .build();
  }

  /** A token's id is its hash; what matters is that there are as many as are counted. */
  ComputeTokensResponse compute(ComputeTokensRequest request) {
    check(request.getContentsList());
    ComputeTokensResponse.Builder response = ComputeTokensResponse.newBuilder();
    for (Content content : request.getContentsList()) {
      TokensInfo.Builder info = TokensInfo.newBuilder().setRole(content.getRole());
      content.getPartsList().stream()
          .flatMap(part -> Tokeniser.tokens(part.getText()).stream())
          .forEach(
              token ->
                  info.addTokens(ByteString.copyFromUtf8(token))
                      .addTokenIds(Math.floorMod(token.hashCode(), 256_000)));
      response.addTokensInfo(info);
    }
    return response.build();
  }

  /**
   * The same answer in pieces: a few words each, the reason and the counts with the last. A call of
   * a function is one piece, and so is the feedback on a blocked prompt.
   */
  List<GenerateContentResponse> stream(GenerateContentRequest request, Deployment deployment) {
    GenerateContentResponse whole = generate(request, deployment);
    if (whole.getCandidatesCount() == 0
        || !whole.getCandidates(0).getContent().getParts(0).hasText()) {
      return List.of(whole);
    }
    List<String> words =
        Arrays.asList(whole.getCandidates(0).getContent().getParts(0).getText().split("(?<= )"));
    List<GenerateContentResponse> chunks = new ArrayList<>();
    for (int from = 0; from < words.size(); from += WORDS_A_CHUNK) {
      boolean last = from + WORDS_A_CHUNK >= words.size();
      String text =
          String.join("", words.subList(from, Math.min(words.size(), from + WORDS_A_CHUNK)));
      GenerateContentResponse.Builder chunk = whole.toBuilder();
      if (!last) {
        chunk.clearUsageMetadata();
      }
      for (Candidate.Builder candidate : chunk.getCandidatesBuilderList()) {
        candidate.getContentBuilder().getPartsBuilder(0).setText(text);
        if (!last) {
          candidate.clearFinishReason();
        }
      }
      chunks.add(chunk.build());
    }
    return chunks;
  }

  private static void check(List<Content> contents) {
    if (contents.isEmpty()) {
      throw invalid("at least one contents field is required");
    }
    for (Content content : contents) {
      if (!ROLES.contains(content.getRole())) {
        throw invalid("role is user or model");
      }
      if (content.getPartsCount() == 0
          || content.getPartsList().stream()
              .anyMatch(part -> part.getDataCase() == Part.DataCase.DATA_NOT_SET)) {
        throw invalid("every content has parts, and every part has data");
      }
    }
  }

  private static int tokens(List<Content> contents) {
    return contents.stream()
        .flatMap(content -> content.getPartsList().stream())
        .mapToInt(TextModel::tokens)
        .sum();
  }

  private static int tokens(Part part) {
    return part.hasText() ? Tokeniser.count(part.getText()) : 1;
  }

  private static ModalityTokenCount text(int tokens) {
    return ModalityTokenCount.newBuilder().setModality(Modality.TEXT).setTokenCount(tokens).build();
  }

  private String responseId() {
    byte[] bytes = new byte[16];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static GoogleRefusal invalid(String what) {
    return GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: " + what);
  }
}
