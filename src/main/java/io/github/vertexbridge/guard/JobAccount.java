package io.github.vertexbridge.guard;

import com.google.gson.JsonPrimitive;
import io.github.vertexbridge.call.ServiceAccount;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Sees that a job's code runs as the account that the rule names, and as no other. */
final class JobAccount {
  /** Training without code of the caller's. Source: {@code TrainingPipeline}, its definitions. */
  private static final Pattern AUTO_ML =
      Pattern.compile(
          "gs://google-cloud-aiplatform/schema/trainingjob/definition/automl_[a-z_]+_[0-9.]+\\.yaml");

  private static final String TRIALS = "/hyperparameter_tuning_task_";

  private JobAccount() {}

  /** A job that runs the caller's code. */
  static Consumer<Request> ofCode(String place) {
    return request -> {
      if (request.terms().jobServiceAccount().isEmpty()) {
        throw Refusals.noAccount();
      }
      set(request, place);
    };
  }

  /** A job that may run without an account of the caller's. */
  static void optional(Request request) {
    set(request, "serviceAccount");
  }

  /** With a publisher's model there is no container that could run as anybody. */
  static void batch(Request request) {
    if (request.target().model().publisher().isEmpty()) {
      set(request, "serviceAccount");
    }
  }

  static void training(Request request) {
    String task = request.members().at("trainingTaskDefinition").map(Value::string).orElse("");
    if (!AUTO_ML.matcher(task).matches()) {
      ofCode(
              task.contains(TRIALS)
                  ? "trainingTaskInputs/trialJobSpec/serviceAccount"
                  : "trainingTaskInputs/serviceAccount")
          .accept(request);
    }
  }

  /** Another account is refused where all texts of the body are looked at. */
  private static void set(Request request, String place) {
    Optional<ServiceAccount> account = request.terms().jobServiceAccount();
    boolean isThere =
        request.members().at(place).filter(value -> !value.string().isEmpty()).isPresent();
    if (account.isPresent() && !isThere) {
      request.edits().set(request.members(), place, new JsonPrimitive(account.get().value()));
    }
  }
}
