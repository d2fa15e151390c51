package io.github.vertexbridge.doctor;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every misconfiguration that tests bring about.
 *
 * @param id of the catalogue row that the doctor must find first
 * @param name what is wrong
 * @param mends whether the printed commands, run in the sandbox, make the doctor content
 */
record Staged(String id, String name, boolean mends, Wrong fault) {

  /** Makes something wrong. */
  @FunctionalInterface
  interface Wrong {
    void on(Stage stage) throws Exception;
  }

  @Override
  public String toString() {
    return id + ": " + name;
  }

  static Stream<Staged> all() {
    return Stream.of(StagedIdentity.all(), StagedSts.all(), StagedGoogle.all(), StagedFiles.all())
        .flatMap(List::stream);
  }

  static Staged mended(String id, String name, Wrong fault) {
    return new Staged(id, name, true, fault);
  }

  static Staged found(String id, String name, Wrong fault) {
    return new Staged(id, name, false, fault);
  }

  static Staged found(String id, String name, Wrong fault, Wrong and) {
    return new Staged(
        id,
        name,
        false,
        stage -> {
          fault.on(stage);
          and.on(stage);
        });
  }
}
