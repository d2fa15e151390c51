package io.github.vertexbridge.vertex;

import com.google.cloud.aiplatform.v1.BatchPredictionJob;
import com.google.cloud.aiplatform.v1.CancelBatchPredictionJobRequest;
import com.google.cloud.aiplatform.v1.CancelCustomJobRequest;
import com.google.cloud.aiplatform.v1.CancelHyperparameterTuningJobRequest;
import com.google.cloud.aiplatform.v1.CreateBatchPredictionJobRequest;
import com.google.cloud.aiplatform.v1.CreateCustomJobRequest;
import com.google.cloud.aiplatform.v1.CreateHyperparameterTuningJobRequest;
import com.google.cloud.aiplatform.v1.CustomJob;
import com.google.cloud.aiplatform.v1.CustomJobSpec;
import com.google.cloud.aiplatform.v1.GetBatchPredictionJobRequest;
import com.google.cloud.aiplatform.v1.GetCustomJobRequest;
import com.google.cloud.aiplatform.v1.GetHyperparameterTuningJobRequest;
import com.google.cloud.aiplatform.v1.HyperparameterTuningJob;
import com.google.cloud.aiplatform.v1.JobServiceClient;
import com.google.cloud.aiplatform.v1.ListBatchPredictionJobsRequest;
import com.google.cloud.aiplatform.v1.ListCustomJobsRequest;
import com.google.cloud.aiplatform.v1.ListHyperparameterTuningJobsRequest;
import io.github.vertexbridge.vertex.JobMethods.Page;
import java.util.List;

/** The kinds of jobs of {@code google.cloud.aiplatform.v1.JobService}. */
final class JobServiceMethods {
  private JobServiceMethods() {}

  static JobMethods<BatchPredictionJob> batchPrediction(JobServiceClient client) {
    return new JobMethods<>(
        BatchPredictionJob.getDefaultInstance(),
        true,
        (parent, job, id, context) ->
            client
                .createBatchPredictionJobCallable()
                .futureCall(
                    CreateBatchPredictionJobRequest.newBuilder()
                        .setParent(parent)
                        .setBatchPredictionJob(job)
                        .build(),
                    context),
        (name, context) ->
            client
                .getBatchPredictionJobCallable()
                .futureCall(
                    GetBatchPredictionJobRequest.newBuilder().setName(name).build(), context),
        (parent, filter, token, context) ->
            Page.of(
                client
                    .listBatchPredictionJobsCallable()
                    .futureCall(
                        ListBatchPredictionJobsRequest.newBuilder()
                            .setParent(parent)
                            .setFilter(filter)
                            .setPageToken(token)
                            .build(),
                        context),
                page -> new Page<>(page.getBatchPredictionJobsList(), page.getNextPageToken())),
        (name, context) ->
            client
                .cancelBatchPredictionJobCallable()
                .futureCall(
                    CancelBatchPredictionJobRequest.newBuilder().setName(name).build(), context),
        job ->
            List.of(
                job.getOutputInfo().getGcsOutputDirectory(),
                bigQuery(job.getOutputInfo()),
                job.getOutputInfo().getVertexMultimodalDatasetName()));
  }

  private static String bigQuery(BatchPredictionJob.OutputInfo info) {
    String table = info.getBigqueryOutputTable();
    String dataset = info.getBigqueryOutputDataset();
    return dataset.isEmpty() || table.isEmpty() ? dataset : dataset + "." + table;
  }

  static JobMethods<CustomJob> custom(JobServiceClient client) {
    return new JobMethods<>(
        CustomJob.getDefaultInstance(),
        true,
        (parent, job, id, context) ->
            client
                .createCustomJobCallable()
                .futureCall(
                    CreateCustomJobRequest.newBuilder().setParent(parent).setCustomJob(job).build(),
                    context),
        (name, context) ->
            client
                .getCustomJobCallable()
                .futureCall(GetCustomJobRequest.newBuilder().setName(name).build(), context),
        (parent, filter, token, context) ->
            Page.of(
                client
                    .listCustomJobsCallable()
                    .futureCall(
                        ListCustomJobsRequest.newBuilder()
                            .setParent(parent)
                            .setFilter(filter)
                            .setPageToken(token)
                            .build(),
                        context),
                page -> new Page<>(page.getCustomJobsList(), page.getNextPageToken())),
        (name, context) ->
            client
                .cancelCustomJobCallable()
                .futureCall(CancelCustomJobRequest.newBuilder().setName(name).build(), context),
        job -> outputs(job.getJobSpec()));
  }

  static JobMethods<HyperparameterTuningJob> hyperparameterTuning(JobServiceClient client) {
    return new JobMethods<>(
        HyperparameterTuningJob.getDefaultInstance(),
        true,
        (parent, job, id, context) ->
            client
                .createHyperparameterTuningJobCallable()
                .futureCall(
                    CreateHyperparameterTuningJobRequest.newBuilder()
                        .setParent(parent)
                        .setHyperparameterTuningJob(job)
                        .build(),
                    context),
        (name, context) ->
            client
                .getHyperparameterTuningJobCallable()
                .futureCall(
                    GetHyperparameterTuningJobRequest.newBuilder().setName(name).build(), context),
        (parent, filter, token, context) ->
            Page.of(
                client
                    .listHyperparameterTuningJobsCallable()
                    .futureCall(
                        ListHyperparameterTuningJobsRequest.newBuilder()
                            .setParent(parent)
                            .setFilter(filter)
                            .setPageToken(token)
                            .build(),
                        context),
                page ->
                    new Page<>(page.getHyperparameterTuningJobsList(), page.getNextPageToken())),
        (name, context) ->
            client
                .cancelHyperparameterTuningJobCallable()
                .futureCall(
                    CancelHyperparameterTuningJobRequest.newBuilder().setName(name).build(),
                    context),
        job -> outputs(job.getTrialJobSpec()));
  }

  private static List<String> outputs(CustomJobSpec spec) {
    return List.of(spec.getBaseOutputDirectory().getOutputUriPrefix());
  }
}
