package io.github.vertexbridge.vertex;

import com.google.cloud.aiplatform.v1.CancelTuningJobRequest;
import com.google.cloud.aiplatform.v1.CreateTuningJobRequest;
import com.google.cloud.aiplatform.v1.GenAiTuningServiceClient;
import com.google.cloud.aiplatform.v1.GetTuningJobRequest;
import com.google.cloud.aiplatform.v1.ListTuningJobsRequest;
import com.google.cloud.aiplatform.v1.TuningJob;
import io.github.vertexbridge.vertex.JobMethods.Page;
import java.util.List;

/** The jobs of {@code google.cloud.aiplatform.v1.GenAiTuningService}. */
final class TuningMethods {
  private TuningMethods() {}

  /** What its list can be filtered by is not documented. */
  static JobMethods<TuningJob> tuning(GenAiTuningServiceClient client) {
    return new JobMethods<>(
        TuningJob.getDefaultInstance(),
        false,
        (parent, job, id, context) ->
            client
                .createTuningJobCallable()
                .futureCall(
                    CreateTuningJobRequest.newBuilder().setParent(parent).setTuningJob(job).build(),
                    context),
        (name, context) ->
            client
                .getTuningJobCallable()
                .futureCall(GetTuningJobRequest.newBuilder().setName(name).build(), context),
        (parent, filter, token, context) ->
            Page.of(
                client
                    .listTuningJobsCallable()
                    .futureCall(
                        ListTuningJobsRequest.newBuilder()
                            .setParent(parent)
                            .setFilter(filter)
                            .setPageSize(100)
                            .setPageToken(token)
                            .build(),
                        context),
                page -> new Page<>(page.getTuningJobsList(), page.getNextPageToken())),
        (name, context) ->
            client
                .cancelTuningJobCallable()
                .futureCall(CancelTuningJobRequest.newBuilder().setName(name).build(), context),
        job -> List.of(job.getTunedModel().getModel(), job.getTunedModel().getEndpoint()));
  }
}
