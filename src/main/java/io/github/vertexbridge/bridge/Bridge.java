package io.github.vertexbridge.bridge;

import io.github.vertexbridge.config.Settings;
import io.github.vertexbridge.config.SettingsException;
import io.github.vertexbridge.telemetry.LogOutput;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;

/** The composition root: holds every stage, made once, until the process ends. */
public final class Bridge {
  private final HttpCalls http;
  private final JobCalls jobs;
  private final QueueJobs queue;
  private final OperatorCalls operators;
  private final Health health;

  Bridge(HttpCalls http, JobCalls jobs, QueueJobs queue, OperatorCalls operators, Health health) {
    this.http = http;
    this.jobs = jobs;
    this.queue = queue;
    this.operators = operators;
    this.health = health;
  }

  /**
   * The bridge that the environment describes, with the fetch of its first token under way.
   *
   * @throws Startup.Misconfigured for mistakes that no second try mends
   * @throws IOException for a policy that could not be read now
   */
  public static Bridge fromEnvironment() throws Startup.Misconfigured, IOException {
    try {
      Settings settings = Settings.fromEnvironment();
      LogOutput.set(settings.log().level().name(), settings.log().json());
      return new Assembly(settings, InstantSource.system()).bridge();
    } catch (SettingsException e) {
      throw new Startup.Misconfigured(e);
    }
  }

  /** Version of the app, from the jar's manifest. */
  static String version() {
    return Optional.ofNullable(Bridge.class.getPackage().getImplementationVersion())
        .orElse("unpackaged");
  }

  HttpCalls http() {
    return http;
  }

  JobCalls jobs() {
    return jobs;
  }

  QueueJobs queue() {
    return queue;
  }

  /** The pages for operators. */
  OperatorCalls operators() {
    return operators;
  }

  Health health() {
    return health;
  }
}
