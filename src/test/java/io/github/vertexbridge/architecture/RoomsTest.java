package io.github.vertexbridge.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The table of rooms: what each package may know of ours, and which libraries it may touch. */
class RoomsTest {
  private static final String ROOT = "io.github.vertexbridge.";
  private static final String[] JDK_AND_ANNOTATIONS = {
    "java..", "javax..", "org.jspecify..", "com.google.errorprone.annotations.."
  };

  /** Package, the packages of ours that it may import, the libraries that it may touch. */
  private record Room(String name, Set<String> ours, Set<String> libraries) {}

  private static final List<Room> ROOMS =
      List.of(
          new Room("call", Set.of(), Set.of()),
          new Room("config", Set.of("call"), Set.of()),
          new Room(
              "caller",
              Set.of("call", "config"),
              Set.of("com.nimbusds..", "com.google.gson..", "org.slf4j..")),
          new Room("target", Set.of("call"), Set.of("com.fasterxml.jackson.core..")),
          new Room(
              "policy",
              Set.of("call", "target"),
              Set.of("com.networknt..", "com.fasterxml.jackson..")),
          new Room(
              "guard",
              Set.of("call", "target"),
              Set.of("com.fasterxml.jackson.core..", "com.google.gson..")),
          new Room(
              "identity",
              Set.of("call", "config"),
              Set.of(
                  "com.azure..",
                  "com.microsoft.aad..",
                  "com.google.auth..",
                  "com.google.api.client..",
                  "com.google.gson..",
                  "com.nimbusds..",
                  "reactor.core..",
                  "org.slf4j..")),
          new Room(
              "vertex",
              Set.of("call", "target"),
              Set.of(
                  "com.google.cloud.aiplatform..",
                  "com.google.auth..",
                  "com.google.api..",
                  "com.google.gson..",
                  "com.google.protobuf..",
                  "com.google.rpc..",
                  "io.grpc..",
                  "org.slf4j..")),
          new Room("surface", Set.of("call", "target"), Set.of("com.google.gson..")),
          new Room("audit", Set.of("call", "storage"), Set.of("com.google.gson..", "org.slf4j..")),
          new Room("limits", Set.of("call", "storage"), Set.of("org.slf4j..")),
          new Room("storage", Set.of("call", "config"), Set.of("com.azure..")),
          new Room("jobs", Set.of("call", "storage"), Set.of("com.google.gson..", "org.slf4j..")),
          new Room(
              "telemetry",
              Set.of("call"),
              Set.of(
                  "com.microsoft.applicationinsights..",
                  "io.opentelemetry.api..",
                  "ch.qos.logback..",
                  "com.google.gson..",
                  "org.slf4j..")),
          new Room(
              "doctor",
              Set.of("call", "config", "target", "policy", "identity"),
              Set.of(
                  "com.fasterxml.jackson..",
                  "com.networknt..",
                  "dev.cel..",
                  // CEL has JSON's null from there
                  "com.google.protobuf..",
                  // and hands out its lists
                  "com.google.common.collect..")),
          new Room("status", Set.of("call"), Set.of("freemarker..")),
          new Room(
              "bridge",
              Set.of(
                  "call",
                  "config",
                  "caller",
                  "target",
                  "policy",
                  "guard",
                  "identity",
                  "vertex",
                  "surface",
                  "storage",
                  "jobs",
                  "limits",
                  "audit",
                  "telemetry",
                  "doctor",
                  "status"),
              Set.of("com.google.gson..", "com.azure.core.credential..", "org.slf4j..")),
          new Room(
              "functions",
              Set.of("call", "surface", "bridge"),
              Set.of("com.microsoft.azure.functions..")),
          new Room(
              "cli",
              Set.of("call", "config", "target", "policy", "storage", "audit", "doctor"),
              Set.of("picocli..", "com.fasterxml.jackson..", "com.google.gson..")));

  private static final JavaClasses SHIPPED =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.github.vertexbridge");

  @TestFactory
  Stream<DynamicTest> everyRoom_knowsOnlyWhatTheTableSays() {
    return ROOMS.stream()
        .map(
            room ->
                DynamicTest.dynamicTest(
                    room.name(),
                    () ->
                        classes()
                            .that()
                            .resideInAPackage(ROOT + room.name() + "..")
                            .should()
                            .onlyDependOnClassesThat(allowed(room))
                            .check(SHIPPED)));
  }

  private static DescribedPredicate<JavaClass> allowed(Room room) {
    Set<String> packages = new TreeSet<>(List.of(JDK_AND_ANNOTATIONS));
    packages.add(ROOT + room.name() + "..");
    room.ours().forEach(other -> packages.add(ROOT + other + ".."));
    packages.addAll(room.libraries());
    return resideInAnyPackage(packages.toArray(String[]::new))
        .or(DescribedPredicate.describe("primitives", type -> type.getPackageName().isEmpty()));
  }

  @Test
  void everyShippedPackage_isARoomOfTheTable() {
    Set<String> known = ROOMS.stream().map(Room::name).collect(Collectors.toSet());
    Set<String> found =
        SHIPPED.stream()
            .map(type -> type.getPackageName().substring(ROOT.length()).split("\\.", 2)[0])
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found).isEqualTo(new TreeSet<>(known));
  }

  @Test
  void rooms_haveNoCycles() {
    slices().matching(ROOT + "(*)..").should().beFreeOfCycles().check(SHIPPED);
  }

  @Test
  void onlyFourRooms_touchANetworkClient() {
    noClasses()
        .that(resideOutsideOfPackages(rooms("identity", "vertex", "caller", "storage")))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage(
                "java.net.http..", "com.azure.core.http..", "com.azure.storage..", "io.grpc.."))
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.HttpURLConnection")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.net.Socket")
        .check(SHIPPED);
  }

  @Test
  void onlyConfig_readsTheEnvironment() {
    noClasses()
        .that(resideOutsideOfPackages(rooms("config")))
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .check(SHIPPED);
  }

  @Test
  void nobody_usesTheCommonPool() {
    noClasses()
        .should()
        .callMethod(Collection.class, "parallelStream")
        .orShould()
        .callMethod(java.util.concurrent.ForkJoinPool.class, "commonPool")
        .orShould()
        .callMethodWhere(asyncWithoutExecutor())
        .check(SHIPPED);
  }

  /** In the worker the common pool's threads have the worker's class loader. */
  private static DescribedPredicate<JavaMethodCall> asyncWithoutExecutor() {
    return DescribedPredicate.describe(
        "an *Async method of CompletableFuture without an executor",
        call ->
            call.getTargetOwner().isAssignableTo(java.util.concurrent.CompletableFuture.class)
                && call.getName().endsWith("Async")
                && call.getTarget().getRawParameterTypes().stream()
                    .noneMatch(type -> type.isAssignableTo(Executor.class)));
  }

  @Test
  void nobody_readsTheClockBehindOurBack() {
    noClasses()
        .should()
        .callMethod(java.time.Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(SHIPPED);
  }

  @Test
  void staticFields_areFinal_andOnlyTheHolderKeepsState() {
    fields().that().areStatic().should().beFinal().check(SHIPPED);
    Map<String, List<String>> mutable =
        SHIPPED.stream()
            .flatMap(type -> type.getFields().stream())
            .filter(
                field ->
                    field
                        .getModifiers()
                        .contains(com.tngtech.archunit.core.domain.JavaModifier.STATIC))
            .filter(
                field ->
                    field.getRawType().isAssignableTo(java.util.concurrent.ConcurrentMap.class)
                        || (field
                                .getRawType()
                                .getPackageName()
                                .equals("java.util.concurrent.atomic")
                            && !field.getRawType().getName().endsWith("FieldUpdater"))
                        || field.getRawType().isAssignableTo(ThreadLocal.class)
                        || field.getRawType().getName().equals(ROOT + "bridge.Startup"))
            .collect(
                Collectors.groupingBy(
                    field -> field.getOwner().getSimpleName(),
                    Collectors.mapping(field -> field.getName(), Collectors.toList())));
    assertThat(mutable).isEqualTo(Map.of("Root", List.of("STARTUP")));
  }

  private static String[] rooms(String... names) {
    return Stream.of(names).map(name -> ROOT + name + "..").toArray(String[]::new);
  }
}
