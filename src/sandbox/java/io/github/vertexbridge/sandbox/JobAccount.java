package io.github.vertexbridge.sandbox;

import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.HyperparameterTuningJob;
import com.google.cloud.aiplatform.v1.TrainingPipeline;
import com.google.protobuf.Message;
import com.google.protobuf.Value;
import com.google.rpc.Code;
import io.github.vertexbridge.sandbox.WorldState.Binding;
import io.github.vertexbridge.sandbox.WorldState.Project;
import io.github.vertexbridge.sandbox.WorldState.ServiceAccount;
import java.util.ArrayList;
import java.util.List;

/** As which service account a job runs, and whether the caller may have that. */
final class JobAccount {
  private JobAccount() {}

  /**
   * @throws GoogleRefusal if the principal lacks {@code iam.serviceAccounts.actAs} on it
   */
  static void check(ResourceKind kind, Message job, Principal principal, WorldState world) {
    String email = of(kind, job, world.project());
    if (email.isEmpty()) {
      return; // Google's own service agent runs it
    }
    ServiceAccount account = world.serviceAccounts().get(email);
    List<Binding> bindings = new ArrayList<>(world.project().bindings());
    if (account != null) {
      bindings.addAll(account.bindings());
    }
    if (account == null
        || !IamPolicy.allows(bindings, world.roles(), principal, "iam.serviceAccounts.actAs")) {
      throw GoogleRefusal.of(
          Code.INVALID_ARGUMENT,
          "You do not have permission to act as service_account: "
              + email
              + ". (or it may not exist).");
    }
  }

  private static String of(ResourceKind kind, Message job, Project project) {
    return switch (kind) {
      case CUSTOM_JOB -> ((CustomJob) job).getJobSpec().getServiceAccount();
      case HYPERPARAMETER_TUNING_JOB ->
          ((HyperparameterTuningJob) job).getTrialJobSpec().getServiceAccount();
      case TRAINING_PIPELINE ->
          ((TrainingPipeline) job)
              .getTrainingTaskInputs()
              .getStructValue()
              .getFieldsOrDefault("serviceAccount", Value.getDefaultInstance())
              .getStringValue();
      case PIPELINE_JOB -> {
        String given = Fields.text(job, "service_account");
        yield given.isEmpty() ? project.number() + "-compute@developer.gserviceaccount.com" : given;
      }
      case BATCH_PREDICTION_JOB, TUNING_JOB -> Fields.text(job, "service_account");
      case CACHED_CONTENT -> "";
    };
  }
}
