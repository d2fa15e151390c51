package io.github.vertexbridge.doctor;

import java.util.List;
import java.util.Map;

/**
 * One thing that the doctor found.
 *
 * @param id of the catalogue
 * @param cause one sentence
 * @param seen one sentence
 * @param details claims, status, reason and the like, by name
 * @param compared what differs from what
 * @param waiting whether waiting helps: {@code no}, or for how long
 * @param page documentation
 */
public record Finding(
    String id,
    Step step,
    Severity severity,
    String cause,
    String seen,
    Map<String, String> details,
    List<Compared> compared,
    Fix fix,
    String waiting,
    String page) {

  public Finding {
    details = Map.copyOf(details);
    compared = List.copyOf(compared);
  }

  boolean isError() {
    return severity == Severity.ERROR;
  }
}
