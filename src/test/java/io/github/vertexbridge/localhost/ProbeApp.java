package io.github.vertexbridge.localhost;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.microsoft.azure.functions.annotation.HttpTrigger;
import com.microsoft.azure.functions.annotation.QueueTrigger;
import com.microsoft.azure.functions.spi.inject.FunctionInstanceInjector;
import io.github.vertexbridge.localhost.probe.HttpFunctions;
import io.github.vertexbridge.localhost.probe.LoaderFunctions;
import io.github.vertexbridge.localhost.probe.ProbeInjector;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Stages the probe functions as the Functions plugin stages an app. */
final class ProbeApp {
  private static final Gson GSON = new Gson();

  private ProbeApp() {}

  /** Stages into {@code directory}: every public method of the probe classes is a function. */
  static Path stage(Path directory, String hostJson, boolean injector) throws Exception {
    Files.createDirectories(directory.resolve("lib"));
    Files.writeString(directory.resolve("host.json"), hostJson);
    jar(directory.resolve("probe-1.0.jar"), injector);
    for (Class<?> library : List.of(HttpTrigger.class, Gson.class)) {
      Path jar = location(library);
      Files.copy(jar, directory.resolve("lib").resolve(jar.getFileName()));
    }
    for (Class<?> type : List.of(HttpFunctions.class, LoaderFunctions.class)) {
      for (Method method : type.getDeclaredMethods()) {
        if (java.lang.reflect.Modifier.isPublic(method.getModifiers())) {
          function(directory, method);
        }
      }
    }
    return directory;
  }

  private static void function(Path directory, Method method) throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("scriptFile", "../probe-1.0.jar");
    json.addProperty("entryPoint", method.getDeclaringClass().getName() + "." + method.getName());
    JsonArray bindings = new JsonArray();
    Annotation trigger =
        Stream.of(method.getParameterAnnotations())
            .flatMap(Arrays::stream)
            .findFirst()
            .orElseThrow();
    JsonObject binding = new JsonObject();
    if (trigger instanceof HttpTrigger http) {
      binding.addProperty("type", "httpTrigger");
      binding.addProperty("name", http.name());
      binding.addProperty("route", http.route());
      binding.addProperty("authLevel", http.authLevel().name());
      binding.add("methods", GSON.toJsonTree(http.methods()));
      JsonObject out = new JsonObject();
      out.addProperty("type", "http");
      out.addProperty("direction", "out");
      out.addProperty("name", "$return");
      bindings.add(out);
    } else if (trigger instanceof QueueTrigger queue) {
      binding.addProperty("type", "queueTrigger");
      binding.addProperty("name", queue.name());
      binding.addProperty("queueName", queue.queueName());
      binding.addProperty("connection", queue.connection());
    }
    binding.addProperty("direction", "in");
    bindings.add(binding);
    json.add("bindings", bindings);
    Path folder = Files.createDirectories(directory.resolve(method.getName()));
    Files.writeString(folder.resolve("function.json"), GSON.toJson(json));
  }

  private static void jar(Path jar, boolean injector) throws Exception {
    String folder = HttpFunctions.class.getPackageName().replace('.', '/');
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        DirectoryStream<Path> classes =
            Files.newDirectoryStream(location(HttpFunctions.class).resolve(folder), "*.class")) {
      for (Path source : classes) {
        out.putNextEntry(new JarEntry(folder + "/" + source.getFileName()));
        Files.copy(source, out);
      }
      if (injector) {
        out.putNextEntry(
            new JarEntry("META-INF/services/" + FunctionInstanceInjector.class.getName()));
        out.write(ProbeInjector.class.getName().getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private static Path location(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }
}
