package io.github.vertexbridge.call;

/** Takes what happens to jobs. Thread safe; must not throw. */
public interface JobSink {
  void happened(JobReport report);
}
