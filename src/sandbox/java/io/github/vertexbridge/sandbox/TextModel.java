package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.Candidate;
import com.google.cloud.aiplatform.v1.ComputeTokensRequest;
import com.google.cloud.aiplatform.v1.ComputeTokensResponse;
import com.google.cloud.aiplatform.v1.Content;
import com.google.cloud.aiplatform.v1.CountTokensRequest;
import com.google.cloud.aiplatform.v1.CountTokensResponse;
import com.google.cloud.aiplatform.v1.GenerateContentRequest;
import com.google.cloud.aiplatform.v1.GenerateContentResponse;
import com.google.cloud.aiplatform.v1.GenerateContentResponse.UsageMetadata;
import com.google.cloud.aiplatform.v1.GenerationConfig;
import com.google.cloud.aiplatform.v1.Modality;
import com.google.cloud.aiplatform.v1.ModalityTokenCount;
import com.google.cloud.aiplatform.v1.Part;
import com.google.cloud.aiplatform.v1.TokensInfo;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import java.security.SecureRandom;
import java.time.Instant;
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
  private static final Set<String> ROLES = Set.of("user", "model", "");
  private static final int MAX_CANDIDATES = 8;
  private static final int WORDS_A_CHUNK = 3;

  private final InstantSource clock;
  private final SecureRandom random;

  TextModel(InstantSource clock, SecureRandom random) {
    this.clock = clock;
    this.random = random;
  }

  GenerateContentResponse generate(GenerateContentRequest request, String modelVersion) {
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
    String whole = "You sent " + prompt + " tokens: " + lastText(request.getContentsList());
    boolean cut =
        config.hasMaxOutputTokens() && Tokeniser.count(whole) > config.getMaxOutputTokens();
    String text = cut ? Tokeniser.first(config.getMaxOutputTokens(), whole) : whole;
    GenerateContentResponse.Builder response = GenerateContentResponse.newBuilder();
    for (int index = 0; index < candidates; index++) {
      response.addCandidates(
          Candidate.newBuilder()
              .setIndex(index)
              .setContent(
                  Content.newBuilder().setRole("model").addParts(Part.newBuilder().setText(text)))
              .setFinishReason(
                  cut ? Candidate.FinishReason.MAX_TOKENS : Candidate.FinishReason.STOP));
    }
    int answer = Tokeniser.count(text) * candidates;
    Instant now = clock.instant();
    return response
        .setModelVersion(modelVersion)
        .setCreateTime(
            Timestamp.newBuilder().setSeconds(now.getEpochSecond()).setNanos(now.getNano()))
        .setResponseId(responseId())
        .setUsageMetadata(
            UsageMetadata.newBuilder()
                .setPromptTokenCount(prompt)
                .setCandidatesTokenCount(answer)
                .setTotalTokenCount(prompt + answer)
                .addPromptTokensDetails(text(prompt))
                .addCandidatesTokensDetails(text(answer))
                .setTrafficType(UsageMetadata.TrafficType.ON_DEMAND))
        .build();
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

  /** The same answer in pieces: a few words each, the reason and the counts with the last. */
  List<GenerateContentResponse> stream(GenerateContentRequest request, String modelVersion) {
    GenerateContentResponse whole = generate(request, modelVersion);
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
        .mapToInt(part -> part.hasText() ? Tokeniser.count(part.getText()) : 1)
        .sum();
  }

  private static String lastText(List<Content> contents) {
    String last = "";
    for (Content content : contents) {
      for (Part part : content.getPartsList()) {
        last = part.hasText() && !content.getRole().equals("model") ? part.getText() : last;
      }
    }
    return last;
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
