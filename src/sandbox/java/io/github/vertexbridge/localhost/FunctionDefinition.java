package io.github.vertexbridge.localhost;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * One {@code function.json}.
 *
 * @param name name of its folder
 * @param scriptFile the jar
 * @param entryPoint class and method
 * @param trigger what starts it
 */
public record FunctionDefinition(String name, Path scriptFile, String entryPoint, Trigger trigger) {

  /** What starts a function. */
  public sealed interface Trigger {
    /** Name of the binding. */
    String name();
  }

  /**
   * An HTTP route.
   *
   * @param name of the binding
   * @param route without the prefix, the function's name if it has none
   * @param methods upper case; empty: all
   */
  public record HttpTrigger(String name, String route, Set<String> methods) implements Trigger {}

  /**
   * A queue.
   *
   * @param name of the binding
   * @param queueName the queue's
   * @param connection prefix of the settings that say where it is
   */
  public record QueueTrigger(String name, String queueName, String connection) implements Trigger {}

  static FunctionDefinition of(String name, Path folder, JsonObject json) {
    FunctionDefinition definition = null;
    for (JsonElement element : json.getAsJsonArray("bindings")) {
      JsonObject binding = element.getAsJsonObject();
      String type = text(binding, "type", "").toLowerCase(Locale.ROOT);
      if (type.equals("http") && text(binding, "direction", "").equals("out")) {
        continue;
      }
      if (definition != null) {
        throw new UnsupportedAppException("function " + name + " has a binding " + type);
      }
      definition =
          new FunctionDefinition(
              name,
              folder.resolve(text(json, "scriptFile", "")).normalize(),
              text(json, "entryPoint", ""),
              trigger(name, type, binding));
    }
    if (definition == null) {
      throw new UnsupportedAppException("function " + name + " has no trigger");
    }
    return definition;
  }

  private static Trigger trigger(String function, String type, JsonObject binding) {
    String name = text(binding, "name", "");
    return switch (type) {
      case "httptrigger" -> {
        String authLevel = text(binding, "authLevel", "function");
        if (!authLevel.equalsIgnoreCase("anonymous")) {
          throw new UnsupportedAppException(
              "function " + function + " has authLevel " + authLevel + ": there are no keys here");
        }
        yield new HttpTrigger(name, text(binding, "route", function), methods(binding));
      }
      case "queuetrigger" ->
          new QueueTrigger(
              name,
              text(binding, "queueName", ""),
              text(binding, "connection", "AzureWebJobsStorage"));
      default ->
          throw new UnsupportedAppException("function " + function + " has a trigger " + type);
    };
  }

  private static Set<String> methods(JsonObject binding) {
    Set<String> methods = new TreeSet<>();
    JsonArray listed = binding.has("methods") ? binding.getAsJsonArray("methods") : new JsonArray();
    listed.forEach(method -> methods.add(method.getAsString().toUpperCase(Locale.ROOT)));
    return methods;
  }

  private static String text(JsonObject object, String key, String otherwise) {
    JsonElement value = object.get(key);
    return value == null || value.isJsonNull() || value.getAsString().isEmpty()
        ? otherwise
        : value.getAsString();
  }
}
