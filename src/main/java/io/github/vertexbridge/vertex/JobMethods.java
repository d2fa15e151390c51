package io.github.vertexbridge.vertex;

import com.google.api.core.ApiFuture;
import com.google.api.core.ApiFutures;
import com.google.api.gax.grpc.GrpcCallContext;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import java.util.List;
import java.util.function.Function;

/**
 * What Vertex offers for one kind of job, each a call made once.
 *
 * @param form default instance of the job's type
 * @param filtered whether its list is filtered by {@code display_name}
 * @param outputs where a job's results are; empty strings do not count
 */
record JobMethods<J extends Message>(
    J form,
    boolean filtered,
    Create<J> create,
    Named<J> get,
    ListPage<J> list,
    Named<Empty> cancel,
    Function<J, List<String>> outputs) {

  @FunctionalInterface
  interface Create<J> {
    /**
     * Creates a job.
     *
     * @param id the job's, where the creator chooses it
     */
    ApiFuture<J> call(String parent, J job, String id, GrpcCallContext context);
  }

  @FunctionalInterface
  interface Named<R> {
    ApiFuture<R> call(String name, GrpcCallContext context);
  }

  @FunctionalInterface
  interface ListPage<J> {
    /**
     * Gives one page of a list.
     *
     * @param token of the page; empty for the first
     */
    ApiFuture<Page<J>> call(String parent, String filter, String token, GrpcCallContext context);
  }

  /**
   * A page of a list.
   *
   * @param next token of the next one; empty after the last
   */
  record Page<J>(List<J> jobs, String next) {
    static <R, J> ApiFuture<Page<J>> of(ApiFuture<R> answer, Function<R, Page<J>> page) {
      return ApiFutures.transform(answer, page::apply, Runnable::run);
    }
  }
}
