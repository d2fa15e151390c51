package io.github.vertexbridge.sandbox;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Resources of one location over HTTP: jobs, caches, operations, and what can only be read. */
final class VertexResources {
  private static final Set<String> READ_ONLY = Set.of("endpoints", "models");
  private static final Pattern DISPLAY_NAME =
      Pattern.compile("(?:display_name|displayName) ?= ?\"?([^\"]*)\"?");
  private static final int PAGE = 100;

  private final VertexGate gate;
  private final StoredResources stored;
  private final Operations operations;
  private final PublishedResources published;

  VertexResources(
      VertexGate gate,
      StoredResources stored,
      Operations operations,
      PublishedResources published) {
    this.gate = gate;
    this.stored = stored;
    this.operations = operations;
    this.published = published;
  }

  /** Whether the path is one of a resource, as far as it is known here. */
  boolean serves(Request request, VertexPath path) {
    List<String> segments = path.segments();
    if (path.project().isEmpty()) {
      boolean list = segments.size() == 3 && path.version().equals("v1beta1");
      return request.method().equals("GET")
          && path.kind().equals("publishers")
          && path.verb().isEmpty()
          && (segments.size() == 4 || list);
    }
    boolean known = StoredResources.has(path.kind()) || READ_ONLY.contains(path.kind());
    return isOperations(path) || (known && segments.size() <= 2 && !inference(path));
  }

  private static boolean inference(VertexPath path) {
    return path.kind().equals("endpoints") && !path.verb().isEmpty();
  }

  private static boolean isOperations(VertexPath path) {
    int size = path.segments().size();
    return !path.kind().equals("publishers")
        && (path.endsWith("operations")
            || (size > 1 && path.segments().get(size - 2).equals("operations")));
  }

  Reply answer(Request request, VertexPath path, Principal principal) {
    if (path.project().isEmpty()) {
      return path.segments().size() == 4
          ? Reply.json(200, published.publisherModel(path.resource()))
          : page(request, "publisherModels", published.publisherModels(path.resource()));
    }
    boolean member = path.segments().size() % 2 == 0;
    String verb = verb(request, path, member);
    gate.permit(principal, path.project(), path.name(), permission(path, verb));
    gate.requireHere(path.location(), member ? "name" : "parent");
    if (isOperations(path)) {
      return operation(request, path, verb);
    }
    if (READ_ONLY.contains(path.kind())) {
      return published(request, path, verb);
    }
    return stored(request, path, verb);
  }

  private static String verb(Request request, VertexPath path, boolean member) {
    String called = request.method() + (path.verb().isEmpty() ? "" : ":" + path.verb());
    return switch (called) {
      case "GET" -> member ? "get" : "list";
      case "POST" -> member ? "none" : "create";
      case "PATCH" -> member ? "update" : "none";
      case "DELETE" -> member ? "delete" : "none";
      case "POST:cancel" -> member ? "cancel" : "none";
      case "GET:listVersions", "GET:listCheckpoints" -> path.verb();
      default -> "none";
    };
  }

  private static String permission(VertexPath path, String verb) {
    if (path.kind().equals("operations")) {
      return VertexGate.PREDICT;
    }
    String needed = isOperations(path) || verb.startsWith("list") ? "get" : verb;
    return "aiplatform." + path.kind() + "." + (verb.equals("list") ? "list" : needed);
  }

  private Reply operation(Request request, VertexPath path, String verb) {
    return switch (verb) {
      case "get" -> Reply.json(200, operations.view(path.name()));
      case "list" ->
          page(
              request,
              "operations",
              operations.list(path.name().substring(0, path.name().lastIndexOf("/operations"))));
      case "cancel" -> {
        operations.cancel(path.name());
        yield Reply.json(200, Map.of());
      }
      default -> throw notThere(path);
    };
  }

  private Reply published(Request request, VertexPath path, String verb) {
    return switch (verb) {
      case "get" -> Reply.json(200, published.get(path));
      case "list" -> page(request, path.kind(), published.list(path, path.kind()));
      case "listVersions" -> page(request, "models", List.of(published.get(path)));
      case "listCheckpoints" -> {
        published.get(path);
        yield page(request, "checkpoints", List.of());
      }
      default -> throw notThere(path);
    };
  }

  private Reply stored(Request request, VertexPath path, String verb) {
    String kind = path.kind();
    return switch (verb) {
      case "create" ->
          Json.reply(
              stored.create(path.parent(), kind, wantedId(request), body(request, path)), request);
      case "get" -> Json.reply(stored.get(path.name()), request);
      case "list" ->
          page(
              request,
              kind,
              stored.list(path.parent(), kind).stream()
                  .filter(message -> matches(request, message))
                  .map(message -> JsonParser.parseString(Json.text(message, request)))
                  .toList());
      case "update" -> {
        if (!kind.equals("cachedContents")) {
          throw notThere(path);
        }
        yield Json.reply(stored.patch(path.name(), body(request, path)), request);
      }
      case "cancel" -> {
        stored.cancel(path.name());
        yield Reply.json(200, Map.of());
      }
      case "delete" -> {
        if (kind.equals("tuningJobs")) {
          throw notThere(path);
        }
        yield Reply.json(200, stored.delete(path.name()));
      }
      default -> throw notThere(path);
    };
  }

  private static Message body(Request request, VertexPath path) {
    Message.Builder message = StoredResources.message(path.kind());
    Json.read(request, message, path.version().equals("v1beta1"));
    return message.build();
  }

  private static String wantedId(Request request) {
    return parameter(request, "pipelineJobId");
  }

  private static boolean matches(Request request, Message message) {
    String filter = parameter(request, "filter");
    if (filter.isEmpty()) {
      return true;
    }
    Matcher name = DISPLAY_NAME.matcher(filter);
    if (!name.matches()) {
      throw GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: filters by display_name only");
    }
    JsonElement json = JsonParser.parseString(Json.text(message, request));
    JsonElement actual = json.getAsJsonObject().get("displayName");
    return actual != null && actual.getAsString().equals(name.group(1));
  }

  /** One page: the token is where the next begins. */
  private static Reply page(Request request, String member, List<?> all) {
    String size = parameter(request, "pageSize");
    String token = parameter(request, "pageToken");
    int from = token.isEmpty() ? 0 : number(token);
    int to = Math.min(all.size(), from + (size.isEmpty() ? PAGE : Math.max(1, number(size))));
    JsonObject page = new JsonObject();
    List<Object> shown = new ArrayList<>(all.subList(Math.min(from, to), to));
    if (!shown.isEmpty()) {
      page.add(member, JsonParser.parseString(Reply.line(shown)));
    }
    if (to < all.size()) {
      page.addProperty("nextPageToken", Integer.toString(to));
    }
    return Reply.json(200, page);
  }

  private static int number(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw GoogleRefusal.of(Code.INVALID_ARGUMENT, "EMULATOR: not a page: " + text);
    }
  }

  private static String parameter(Request request, String name) {
    return request.queryParameters().getOrDefault(name, List.of("")).get(0);
  }

  private static GoogleRefusal notThere(VertexPath path) {
    return GoogleRefusal.of(
        Code.UNIMPLEMENTED, "EMULATOR: " + path.resource() + " is not called so");
  }
}
