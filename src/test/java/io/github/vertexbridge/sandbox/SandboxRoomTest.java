package io.github.vertexbridge.sandbox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import org.junit.jupiter.api.Test;

class SandboxRoomTest {
  /** Shared code would let the sandbox agree with the app's mistakes. */
  @Test
  void sandbox_whenCompiled_thenUsesNothingOfTheApp() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "are the sandbox's own or not ours",
                (JavaClass type) ->
                    !type.getPackageName().startsWith("io.github.vertexbridge")
                        || type.getPackageName().equals("io.github.vertexbridge.sandbox")))
        .check(sandbox());
  }

  private static JavaClasses sandbox() {
    // Only names matter here: reading every library's classes takes long.
    return ArchConfiguration.withThreadLocalScope(
        configuration -> {
          configuration.setResolveMissingDependenciesFromClassPath(false);
          return new ClassFileImporter().importPackages("io.github.vertexbridge.sandbox");
        });
  }
}
