package io.github.vertexbridge.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Judges the evidence. The chain of hops stops at its first failure, since what comes after fails
 * for the same reason; everything else is looked at whatever the chain does.
 */
public final class Doctor {
  private static final List<Check> CHAIN =
      List.of(
          new SettingsCheck(),
          new ManagedIdentityCheck(),
          new ProviderCheck(),
          new StsCheck(),
          new ImpersonationCheck(),
          new VertexCheck());

  private static final List<Check> BESIDE =
      List.of(
          new OpenDoorCheck(),
          new CallersCheck(),
          new StorageCheck(),
          new AuditCheck(),
          new ConfigurationCheck(),
          new PlatformCheck());

  private final Catalogue catalogue;

  public Doctor(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** Examines everything. */
  public Report examine(Evidence evidence) {
    return examine(evidence, Set.of());
  }

  /**
   * Examines.
   *
   * @param only steps to look at; empty for all
   */
  public Report examine(Evidence evidence, Set<Step> only) {
    Findings findings = new Findings(catalogue, evidence);
    List<Finding> found = new ArrayList<>();
    List<String> looked = new ArrayList<>();
    List<String> left = new ArrayList<>();
    Optional<Finding> broken = Optional.empty();
    for (Check check : wanted(CHAIN, only)) {
      if (broken.isPresent()) {
        left.add(check.step().label() + ": after " + broken.get().id() + " is mended");
        continue;
      }
      List<Finding> seen = run(check, evidence, findings, looked, left);
      found.addAll(seen);
      broken = seen.stream().filter(Finding::isError).findFirst();
    }
    wanted(BESIDE, only)
        .forEach(check -> found.addAll(run(check, evidence, findings, looked, left)));
    found.sort(Comparator.comparing(Finding::severity));
    return new Report(found, looked, left.stream().distinct().toList());
  }

  private static List<Check> wanted(List<Check> checks, Set<Step> only) {
    return checks.stream().filter(check -> only.isEmpty() || only.contains(check.step())).toList();
  }

  private static List<Finding> run(
      Check check, Evidence evidence, Findings findings, List<String> looked, List<String> left) {
    Optional<String> missing = check.missing(evidence);
    if (missing.isPresent()) {
      left.add(check.step().label() + ": needs " + missing.get());
      return List.of();
    }
    List<Finding> found = check.look(evidence, findings);
    looked.add(check.step().label());
    return found;
  }
}
