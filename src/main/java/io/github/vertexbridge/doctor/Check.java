package io.github.vertexbridge.doctor;

import java.util.List;
import java.util.Optional;

/** Looks at one thing. Asks nobody: all is in the evidence. */
interface Check {

  /** Where it belongs. */
  Step step();

  /** What it would need and does not have, in a few words; empty if it can look. */
  Optional<String> missing(Evidence evidence);

  /** What is wrong. */
  List<Finding> look(Evidence evidence, Findings findings);
}
