package io.github.vertexbridge.vertex;

import com.google.cloud.aiplatform.v1.CancelPipelineJobRequest;
import com.google.cloud.aiplatform.v1.CancelTrainingPipelineRequest;
import com.google.cloud.aiplatform.v1.CreatePipelineJobRequest;
import com.google.cloud.aiplatform.v1.CreateTrainingPipelineRequest;
import com.google.cloud.aiplatform.v1.GetPipelineJobRequest;
import com.google.cloud.aiplatform.v1.GetTrainingPipelineRequest;
import com.google.cloud.aiplatform.v1.ListPipelineJobsRequest;
import com.google.cloud.aiplatform.v1.ListTrainingPipelinesRequest;
import com.google.cloud.aiplatform.v1.PipelineJob;
import com.google.cloud.aiplatform.v1.PipelineServiceClient;
import com.google.cloud.aiplatform.v1.TrainingPipeline;
import io.github.vertexbridge.vertex.JobMethods.Page;
import java.util.List;

/** The kinds of jobs of {@code google.cloud.aiplatform.v1.PipelineService}. */
final class PipelineMethods {
  private PipelineMethods() {}

  static JobMethods<TrainingPipeline> training(PipelineServiceClient client) {
    return new JobMethods<>(
        TrainingPipeline.getDefaultInstance(),
        true,
        (parent, job, id, context) ->
            client
                .createTrainingPipelineCallable()
                .futureCall(
                    CreateTrainingPipelineRequest.newBuilder()
                        .setParent(parent)
                        .setTrainingPipeline(job)
                        .build(),
                    context),
        (name, context) ->
            client
                .getTrainingPipelineCallable()
                .futureCall(GetTrainingPipelineRequest.newBuilder().setName(name).build(), context),
        (parent, filter, token, context) ->
            Page.of(
                client
                    .listTrainingPipelinesCallable()
                    .futureCall(
                        ListTrainingPipelinesRequest.newBuilder()
                            .setParent(parent)
                            .setFilter(filter)
                            .setPageToken(token)
                            .build(),
                        context),
                page -> new Page<>(page.getTrainingPipelinesList(), page.getNextPageToken())),
        (name, context) ->
            client
                .cancelTrainingPipelineCallable()
                .futureCall(
                    CancelTrainingPipelineRequest.newBuilder().setName(name).build(), context),
        job -> List.of(job.getModelToUpload().getName()));
  }

  static JobMethods<PipelineJob> pipeline(PipelineServiceClient client) {
    return new JobMethods<>(
        PipelineJob.getDefaultInstance(),
        true,
        (parent, job, id, context) ->
            client
                .createPipelineJobCallable()
                .futureCall(
                    CreatePipelineJobRequest.newBuilder()
                        .setParent(parent)
                        .setPipelineJob(job)
                        .setPipelineJobId(id)
                        .build(),
                    context),
        (name, context) ->
            client
                .getPipelineJobCallable()
                .futureCall(GetPipelineJobRequest.newBuilder().setName(name).build(), context),
        (parent, filter, token, context) ->
            Page.of(
                client
                    .listPipelineJobsCallable()
                    .futureCall(
                        ListPipelineJobsRequest.newBuilder()
                            .setParent(parent)
                            .setFilter(filter)
                            .setPageToken(token)
                            .build(),
                        context),
                page -> new Page<>(page.getPipelineJobsList(), page.getNextPageToken())),
        (name, context) ->
            client
                .cancelPipelineJobCallable()
                .futureCall(CancelPipelineJobRequest.newBuilder().setName(name).build(), context),
        job -> List.of(job.getRuntimeConfig().getGcsOutputDirectory()));
  }
}
