package io.github.vertexbridge.audit;

/**
 * Something that a proof found.
 *
 * @param file in which
 * @param line its number in the file, from 1; 0 for the file as a whole
 * @param message for people
 * @param broken whether lines were changed, moved or removed for sure; else it may be that a
 *     process still writes, or that old files were deleted when their time was over
 */
public record AuditProblem(String file, long line, String message, boolean broken) {

  static AuditProblem broken(String file, long line, String message) {
    return new AuditProblem(file, line, message, true);
  }

  static AuditProblem open(String file, String message) {
    return new AuditProblem(file, 0, message, false);
  }
}
