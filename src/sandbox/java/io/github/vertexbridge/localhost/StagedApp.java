package io.github.vertexbridge.localhost;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.vertexbridge.localhost.FunctionDefinition.QueueTrigger;
import java.io.IOException;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A staged function app: {@code host.json}, a folder with {@code function.json} for each function,
 * the app's jar and {@code lib}.
 *
 * @param options of host.json
 * @param functions in alphabetical order of name, without the disabled ones
 * @param classPath the app's jar, then its libraries
 */
public record StagedApp(
    HostOptions options, List<FunctionDefinition> functions, List<URL> classPath) {

  public StagedApp {
    functions = List.copyOf(functions);
    classPath = List.copyOf(classPath);
  }

  /**
   * Reads a staged folder.
   *
   * @param directory what {@code azure-functions:package} made
   * @param environment app settings: {@code AzureWebJobs.NAME.Disabled} leaves a function out
   * @throws IOException if a file is missing or unreadable
   * @throws UnsupportedAppException if the app asks for what the local host does not do
   */
  public static StagedApp read(Path directory, Map<String, String> environment) throws IOException {
    HostOptions options = HostOptions.of(json(directory.resolve("host.json")));
    List<FunctionDefinition> functions = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, Files::isDirectory)) {
      for (Path folder : folders) {
        Path file = folder.resolve("function.json");
        if (Files.exists(file)) {
          functions.add(FunctionDefinition.of(folder.getFileName().toString(), folder, json(file)));
        }
      }
    }
    functions.removeIf(f -> disabled(f.name(), environment));
    functions.sort(Comparator.comparing(f -> f.name().toLowerCase(Locale.ROOT)));
    if (functions.isEmpty()) {
      throw new UnsupportedAppException("no functions in " + directory);
    }
    return new StagedApp(options, functions, classPath(directory, functions));
  }

  /** The same app without its queue functions. */
  StagedApp withoutQueues() {
    return new StagedApp(
        options,
        functions.stream().filter(f -> !(f.trigger() instanceof QueueTrigger)).toList(),
        classPath);
  }

  private static boolean disabled(String function, Map<String, String> environment) {
    String value = environment.getOrDefault("AzureWebJobs." + function + ".Disabled", "");
    return value.equals("1") || value.equalsIgnoreCase("true");
  }

  private static List<URL> classPath(Path directory, List<FunctionDefinition> functions)
      throws IOException {
    List<Path> jars = new ArrayList<>();
    for (FunctionDefinition function : functions) {
      if (!Files.exists(function.scriptFile())) {
        throw new UnsupportedAppException(
            "scriptFile of " + function.name() + " is not there: " + function.scriptFile());
      }
      if (!jars.contains(function.scriptFile())) {
        jars.add(function.scriptFile());
      }
    }
    Path lib = directory.resolve("lib");
    if (Files.isDirectory(lib)) {
      try (DirectoryStream<Path> libraries = Files.newDirectoryStream(lib, "*.jar")) {
        libraries.forEach(jars::add);
      }
    }
    List<URL> urls = new ArrayList<>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    return urls;
  }

  private static JsonObject json(Path file) throws IOException {
    try {
      JsonElement element = JsonParser.parseString(Files.readString(file));
      if (element.isJsonObject()) {
        return element.getAsJsonObject();
      }
    } catch (JsonParseException e) {
      throw new UnsupportedAppException(file + " is not JSON: " + e.getMessage());
    }
    throw new UnsupportedAppException(file + " is not a JSON object");
  }
}
