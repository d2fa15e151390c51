package io.github.vertexbridge.guard;

import static io.github.vertexbridge.guard.Guard.always;
import static io.github.vertexbridge.guard.Guard.armor;
import static io.github.vertexbridge.guard.Guard.forbidden;
import static io.github.vertexbridge.guard.Guard.labels;
import static io.github.vertexbridge.guard.Guard.links;
import static io.github.vertexbridge.guard.Guard.noArmor;
import static io.github.vertexbridge.guard.Guard.noForbidden;
import static io.github.vertexbridge.guard.Guard.noLabels;
import static io.github.vertexbridge.guard.Guard.noSafety;
import static io.github.vertexbridge.guard.Guard.noTokens;
import static io.github.vertexbridge.guard.Guard.safety;
import static io.github.vertexbridge.guard.Guard.tokens;

import io.github.vertexbridge.call.ResourceName;
import io.github.vertexbridge.call.Target;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The formats of requests, each with the guards that hold for it: what it can carry is put into it,
 * what it cannot is a refusal. A demand that means nothing for a format is not in its row.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum Format {
  GENERATE(
      forbidden(Forbidden::gemini),
      tokens(OutputTokens::gemini),
      safety(SafetyFloor::gemini),
      armor(Armor::gemini),
      labels(Labels::merge),
      links()),
  /** Tokens are counted: nothing is generated, and nothing is billed. */
  COUNT(forbidden(Forbidden::gemini), links()),
  CACHE(BodyModel::fullName, forbidden(Forbidden::gemini), links()),

  CHAT_OF_GEMINI(
      BodyModel::chat,
      noLabels(),
      noArmor(),
      forbidden(Forbidden::chat),
      tokens(OutputTokens::chat),
      safety(SafetyFloor::chat),
      links()),
  /** Models of others and deployed ones, which do not know Google's extras. */
  CHAT(
      BodyModel::chat,
      noLabels(),
      noArmor(),
      noSafety(),
      forbidden(Forbidden::chat),
      tokens(OutputTokens::chat),
      links()),

  ANTHROPIC(
      noLabels(),
      noArmor(),
      noSafety(),
      forbidden(Forbidden::anthropic),
      tokens(OutputTokens::anthropic)),
  ANTHROPIC_COUNT(BodyModel::id, forbidden(Forbidden::anthropic)),
  /** A body that only the model's container understands. */
  RAW(noLabels(), noArmor(), noSafety(), noTokens(), noForbidden(), links()),

  /** A publisher's model may generate by predict too, above all images. */
  PREDICT_OF_PUBLISHER(
      noArmor(), noSafety(), tokens(OutputTokens::predict), labels(Labels::merge), links()),
  PREDICT(tokens(OutputTokens::predict), labels(Labels::merge), links()),
  LONG_RUNNING(noArmor(), noSafety(), labels(Labels::merge), links()),
  EMBED(noLabels(), links()),
  EXPLAIN(noLabels(), links()),

  /** The requests are in files, where nobody looks. */
  BATCH_JOB(
      BodyModel::fullName,
      noArmor(),
      noSafety(),
      noTokens(),
      noForbidden(),
      labels(Labels::merge),
      always(Texts::ofJob),
      always(JobAccount::batch),
      always(DisplayName::job)),
  CUSTOM_JOB(
      labels(Labels::merge),
      always(Texts::ofJob),
      always(JobAccount.ofCode("jobSpec/serviceAccount")),
      always(DisplayName::job)),
  TRIALS_JOB(
      labels(Labels::merge),
      always(Texts::ofJob),
      always(JobAccount.ofCode("trialJobSpec/serviceAccount")),
      always(DisplayName::job)),
  TRAINING_PIPELINE(
      labels(Labels::merge),
      always(Texts::ofJob),
      always(JobAccount::training),
      always(DisplayName::job)),
  PIPELINE_JOB(
      labels(Labels::merge),
      always(Texts::ofJob),
      always(JobAccount.ofCode("serviceAccount")),
      always(DisplayName::job)),
  TUNING_JOB(
      BodyModel::tuning,
      labels(Labels::merge),
      always(Texts::ofJob),
      always(JobAccount::optional),
      always(DisplayName::tunedModel)),

  /** Nothing is made or asked that a rule's terms are about. */
  OTHER();

  private static final ResourceName COUNT_TOKENS =
      ResourceName.publisherModel("anthropic", "count-tokens");
  private static final ResourceName OPENAI = ResourceName.endpoint("openapi");

  private final Optional<Consumer<Request>> model;
  private final List<Guard> guards;

  Format(Guard... guards) {
    this.model = Optional.empty();
    this.guards = List.of(guards);
  }

  Format(Consumer<Request> model, Guard... guards) {
    this.model = Optional.of(model);
    this.guards = List.of(guards);
  }

  /** Writes the model that the body names by an alias; empty where bodies name none. */
  Optional<Consumer<Request>> model() {
    return model;
  }

  List<Guard> guards() {
    return guards;
  }

  static Format of(Target target) {
    boolean publisher = target.resource().publisher().isPresent();
    return switch (target.action().value()) {
      case "generateContent", "streamGenerateContent" -> GENERATE;
      case "countTokens", "computeTokens" -> COUNT;
      case "cachedContents.create", "cachedContents.patch" -> CACHE;
      case "chatCompletions" ->
          target.resource().equals(OPENAI) && isOf("google", target.model())
              ? CHAT_OF_GEMINI
              : CHAT;
      case "rawPredict", "streamRawPredict" ->
          target.resource().equals(COUNT_TOKENS)
              ? ANTHROPIC_COUNT
              : isOf("anthropic", target.resource()) ? ANTHROPIC : RAW;
      case "predict" -> publisher ? PREDICT_OF_PUBLISHER : PREDICT;
      case "predictLongRunning" -> LONG_RUNNING;
      case "embedContent" -> EMBED;
      case "explain" -> EXPLAIN;
      case "batchPredictionJobs.create" -> BATCH_JOB;
      case "customJobs.create" -> CUSTOM_JOB;
      case "hyperparameterTuningJobs.create" -> TRIALS_JOB;
      case "trainingPipelines.create" -> TRAINING_PIPELINE;
      case "pipelineJobs.create" -> PIPELINE_JOB;
      case "tuningJobs.create" -> TUNING_JOB;
      default -> OTHER;
    };
  }

  private static boolean isOf(String publisher, ResourceName model) {
    return model.publisher().filter(publisher::equals).isPresent();
  }
}
