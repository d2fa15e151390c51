package io.github.vertexbridge.sandbox;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Resources of one location over HTTP: jobs, caches, operations, and what can only be read. */
final class VertexResources {
  private static final Set<String> READ_ONLY = Set.of("endpoints", "models");

  private final VertexGate gate;
  private final ResourceCalls calls;
  private final Operations operations;
  private final PublishedResources published;

  VertexResources(
      VertexGate gate, ResourceCalls calls, Operations operations, PublishedResources published) {
    this.gate = gate;
    this.calls = calls;
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
    boolean known = ResourceKind.of(path.kind()).isPresent() || READ_ONLY.contains(path.kind());
    return isOperations(path) || (known && segments.size() <= 2 && !inference(path));
  }

  private static boolean inference(VertexPath path) {
    return path.kind().equals("endpoints") && !path.verb().isEmpty();
  }

  static boolean isOperations(VertexPath path) {
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
    Optional<ResourceKind> kind =
        ResourceKind.of(path.kind()).filter(k -> path.segments().size() <= 2);
    if (kind.isPresent()) {
      return resource(request, path, kind.get(), verb, principal);
    }
    gate.permit(principal, path.project(), path.name(), permission(path, verb));
    gate.requireHere(path.location(), member ? "name" : "parent");
    if (isOperations(path)) {
      return operation(request, path, verb);
    }
    return published(request, path, verb);
  }

  static String verb(Request request, VertexPath path, boolean member) {
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

  static String permission(VertexPath path, String verb) {
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
      case "list" ->
          page(
              request,
              path.kind(),
              published.list(path, path.kind(), ListFilter.parse(parameter(request, "filter"))));
      case "listVersions" -> page(request, "models", List.of(published.get(path)));
      case "listCheckpoints" -> {
        published.get(path);
        yield page(request, "checkpoints", List.of());
      }
      default -> throw notThere(path);
    };
  }

  private Reply resource(
      Request request, VertexPath path, ResourceKind kind, String verb, Principal principal) {
    ResourceId collection = ResourceId.collection(kind, path.parent());
    ResourceId id = path.segments().size() == 1 ? collection : ResourceId.member(kind, path.name());
    return switch (verb) {
      case "create" ->
          Json.reply(
              calls.create(
                  principal, id, parameter(request, "pipelineJobId"), body(request, path, kind)),
              request);
      case "get" -> Json.reply(calls.get(principal, id), request);
      case "list" ->
          page(
              request,
              path.kind(),
              calls.list(principal, id, parameter(request, "filter")).stream()
                  .map(message -> JsonParser.parseString(Json.text(message, request)))
                  .toList());
      case "update" -> {
        if (kind.isJob()) {
          throw notThere(path);
        }
        yield Json.reply(calls.update(principal, id, body(request, path, kind)), request);
      }
      case "cancel" -> {
        if (!kind.isJob()) {
          throw notThere(path);
        }
        calls.cancel(principal, id);
        yield Reply.json(200, Map.of());
      }
      case "delete" -> {
        if (kind == ResourceKind.TUNING_JOB) {
          throw notThere(path);
        }
        yield Reply.json(200, calls.delete(principal, id));
      }
      default -> throw notThere(path);
    };
  }

  private static Message body(Request request, VertexPath path, ResourceKind kind) {
    Message.Builder message = kind.message();
    Json.read(request, message, path.version().equals("v1beta1"));
    return message.build();
  }

  private static Reply page(Request request, String member, List<?> all) {
    String size = parameter(request, "pageSize");
    Page<?> page =
        Page.of(all, size.isEmpty() ? 0 : Page.number(size), parameter(request, "pageToken"));
    JsonObject json = new JsonObject();
    if (!page.items().isEmpty()) {
      json.add(member, JsonParser.parseString(Reply.line(page.items())));
    }
    if (!page.nextToken().isEmpty()) {
      json.addProperty("nextPageToken", page.nextToken());
    }
    return Reply.json(200, json);
  }

  private static String parameter(Request request, String name) {
    return request.queryParameters().getOrDefault(name, List.of("")).get(0);
  }

  private static GoogleRefusal notThere(VertexPath path) {
    return GoogleRefusal.of(
        Code.UNIMPLEMENTED, "EMULATOR: " + path.resource() + " is not called so");
  }
}
