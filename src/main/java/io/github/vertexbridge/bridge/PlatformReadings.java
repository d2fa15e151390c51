package io.github.vertexbridge.bridge;

import com.google.gson.Gson;
import io.github.vertexbridge.identity.ChainProbe;
import io.github.vertexbridge.telemetry.AppInsights;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** What can be read off the process about the platform around it; no secret, no full path. */
final class PlatformReadings {
  private static final String WORKER = "azure-functions-java-worker";

  private PlatformReadings() {}

  /**
   * @param request class of the platform's request object: tells by which way HTTP came
   */
  static Map<String, String> of(String request) {
    Map<String, String> readings = new TreeMap<>();
    readings.put("bridge.version", Bridge.version());
    readings.put("java.version", Runtime.version().toString());
    readings.put("jvm.arguments", arguments());
    readings.put("agent", String.valueOf(AppInsights.agentAttached()));
    readings.put("worker.version", worker().orElse("none"));
    readings.put("http.request", request);
    readings.put(
        "gson.version",
        Optional.ofNullable(Gson.class.getPackage().getImplementationVersion()).orElse("unknown"));
    readings.put(
        "gson.source",
        Optional.ofNullable(Gson.class.getProtectionDomain().getCodeSource())
            .map(source -> Path.of(source.getLocation().getPath()).getFileName())
            .map(Path::toString)
            .orElse("unknown"));
    ChainProbe.libraryVersion().ifPresent(version -> readings.put("google-auth", version));
    return readings;
  }

  /**
   * System properties without their values, which may be passwords; agents by their file's name.
   */
  private static String arguments() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .map(
            argument ->
                argument.startsWith("-D")
                    ? argument.replaceFirst("=.*", "")
                    : argument.startsWith("-javaagent:")
                        ? "-javaagent:" + argument.replaceFirst("=.*", "").replaceFirst(".*/", "")
                        : argument)
        .collect(Collectors.joining(" "));
  }

  private static Optional<String> worker() {
    return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
        .filter(entry -> entry.contains(WORKER) && entry.endsWith(".jar"))
        .findFirst()
        .map(PlatformReadings::version);
  }

  private static String version(String jar) {
    try (JarFile file = new JarFile(jar)) {
      return Optional.ofNullable(file.getManifest())
          .map(Manifest::getMainAttributes)
          .map(attributes -> attributes.getValue(Attributes.Name.IMPLEMENTATION_VERSION))
          .orElseGet(() -> String.valueOf(Path.of(jar).getFileName()));
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
