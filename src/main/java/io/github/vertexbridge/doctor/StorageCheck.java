package io.github.vertexbridge.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The app's storage account: by identity, and there. */
final class StorageCheck implements Check {
  private static final String KEYED = "AzureWebJobsStorage";

  @Override
  public Step step() {
    return Step.STORAGE;
  }

  @Override
  public Optional<String> missing(Evidence evidence) {
    return evidence.withoutSettings();
  }

  @Override
  public List<Finding> look(Evidence evidence, Findings findings) {
    AppSettings settings = evidence.settings().orElseThrow();
    List<Finding> found = new ArrayList<>();
    if (settings.has(KEYED)) {
      found.add(findings.of("B09").seen(KEYED + " is set: a connection string with a key."));
    }
    boolean byIdentity =
        settings.has(KEYED + "__queueServiceUri") || settings.has(KEYED + "__accountName");
    if (!byIdentity) {
      found.add(
          findings
              .of("B11")
              .as(Severity.INFO)
              .variant("setting")
              .with("what", "no queue service is set")
              .seen("No queue service is set: work by queue is off."));
    }
    evidence.observed().stream()
        .flatMap(o -> o.at(Step.STORAGE))
        .filter(look -> !look.isOk())
        .findFirst()
        .ifPresent(look -> found.add(broken(look, findings)));
    return found;
  }

  private static Finding broken(Look look, Findings findings) {
    Look.Trouble trouble = look.trouble().orElseThrow();
    boolean absent = "404".equals(trouble.facts().get("upstreamStatus"));
    return findings
        .of("B11")
        .variant(absent ? "queue" : "default")
        .with("queue", look.subject())
        .with("what", trouble.seen())
        .details(trouble.facts())
        .detail("queue", look.subject())
        .seen(trouble.seen());
  }
}
