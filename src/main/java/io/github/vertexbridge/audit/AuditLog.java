package io.github.vertexbridge.audit;

import com.google.gson.JsonObject;
import io.github.vertexbridge.call.CallReport;
import io.github.vertexbridge.call.CallSink;
import io.github.vertexbridge.call.JobReport;
import io.github.vertexbridge.call.JobSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line a call, allowed or denied, and one for whatever happens to a job: to the journal, and to
 * the log by the loggers {@code bridge.call} and {@code bridge.job}.
 */
public final class AuditLog implements CallSink, JobSink {
  private static final Logger CALLS = LoggerFactory.getLogger("bridge.call");
  private static final Logger JOBS = LoggerFactory.getLogger("bridge.job");

  private final Journal journal;

  public AuditLog(Journal journal) {
    this.journal = journal;
  }

  @Override
  public void ended(CallReport report) {
    JsonObject line = AuditLine.of(report);
    CALLS.info("{}", line);
    journal.record(line);
  }

  @Override
  public void happened(JobReport report) {
    JsonObject line = AuditLine.of(report);
    JOBS.info("{}", line);
    journal.record(line);
  }
}
