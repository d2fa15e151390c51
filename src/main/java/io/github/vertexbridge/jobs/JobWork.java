package io.github.vertexbridge.jobs;

import io.github.vertexbridge.call.Answer;
import io.github.vertexbridge.call.Caller;
import io.github.vertexbridge.call.Deadline;
import io.github.vertexbridge.call.Share;
import java.util.function.Consumer;

/**
 * Does what jobs ask for: the same stages as for every call. Thread safe. Whatever does not succeed
 * is a {@link io.github.vertexbridge.call.FailureException}, faults of the bridge included.
 */
public interface JobWork {

  /** What the policy says about a job before it is accepted; fails if it is denied. */
  Verdict admit(Caller caller, JobOrder order, byte[] body);

  /** How much of an instance the jobs of this one's caller may take. */
  Share share(Job job);

  /**
   * Makes a job's call, after the policy was asked again.
   *
   * @param run who asks, and who is told what the policy said, before anything else happens
   */
  Answer call(Job job, byte[] body, Run run);

  /**
   * Makes the Vertex job, after the policy was asked again, unless an earlier attempt made it: it
   * is looked up by {@link JobId#displayName()} first.
   */
  VertexJob create(Job job, byte[] body, Run run);

  /** The Vertex job that a job stands for. */
  VertexJob look(Job job, String name, Deadline deadline);

  /** Tells Vertex AI to end it; it may have ended already. */
  void cancel(Job job, String name, Deadline deadline);

  /**
   * One attempt.
   *
   * @param deadline by which it ends
   * @param invocationId the platform's
   * @param decided is told what the policy said
   */
  record Run(Deadline deadline, String invocationId, Consumer<Verdict> decided) {}
}
