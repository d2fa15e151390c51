package io.github.vertexbridge.sandbox;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What audit logs call a request to Vertex.
 *
 * @param name full name of the gRPC method, in the version that was called
 * @param permission that it needs
 */
record AuditedMethod(String name, String permission) {
  private static final String PACKAGE = "google.cloud.aiplatform.";
  private static final Pattern ON_KIND =
      Pattern.compile("(Create|Get|List|Update|Cancel|Delete)([A-Za-z]+?)s?");

  /** The method behind a path; its refusals are named by the same. */
  static AuditedMethod rest(Request request, VertexPath path) {
    String prefix = PACKAGE + path.version() + ".";
    if (VertexInference.isChat(path)) {
      return new AuditedMethod(prefix + "PredictionService.ChatCompletions", VertexGate.PREDICT);
    }
    if (path.project().isEmpty()) {
      boolean one = path.segments().size() == 4;
      return new AuditedMethod(
          prefix + "ModelGardenService." + (one ? "GetPublisherModel" : "ListPublisherModels"),
          "aiplatform.publisherModels." + (one ? "get" : "list"));
    }
    if (request.method().equals("POST") && VertexResource.parse(path.name()).isPresent()) {
      return new AuditedMethod(
          VertexInference.method(path),
          path.verb().equals("explain") ? "aiplatform.endpoints.explain" : VertexGate.PREDICT);
    }
    String verb = VertexResources.verb(request, path, path.segments().size() % 2 == 0);
    return new AuditedMethod(
        onResource(prefix, path, verb), VertexResources.permission(path, verb));
  }

  private static String onResource(String prefix, VertexPath path, String verb) {
    if (VertexResources.isOperations(path)) {
      return "google.longrunning.Operations." + capital(verb) + "Operation" + plural(verb);
    }
    Optional<ResourceKind> kind = ResourceKind.of(path.kind());
    if (kind.isPresent()) {
      return prefix
          + kind.get().service().getName()
          + "."
          + capital(verb)
          + kind.get().title()
          + plural(verb);
    }
    String title = path.kind().equals("endpoints") ? "Endpoint" : "Model";
    return prefix
        + title
        + "Service."
        + switch (verb) {
          case "listVersions" -> "ListModelVersions";
          case "listCheckpoints" -> "ListModelVersionCheckpoints";
          default -> capital(verb) + title + plural(verb);
        };
  }

  /**
   * @param method full name, with a dot before the method
   */
  static AuditedMethod grpc(String method) {
    Matcher onKind = ON_KIND.matcher(method.substring(method.lastIndexOf('.') + 1));
    if (!onKind.matches()) {
      return new AuditedMethod(method, VertexGate.PREDICT);
    }
    String collection =
        Arrays.stream(ResourceKind.values())
            .filter(kind -> kind.title().equals(onKind.group(2)))
            .map(ResourceKind::collection)
            .findFirst()
            .orElse(onKind.group(2));
    return new AuditedMethod(
        method, "aiplatform." + collection + "." + onKind.group(1).toLowerCase(Locale.ROOT));
  }

  /** DATA_READ for inference, ADMIN_READ for looking at resources, else ADMIN_WRITE. */
  String permissionType() {
    return switch (permission.substring(permission.lastIndexOf('.') + 1)) {
      case "predict", "explain" -> "DATA_READ";
      case "get", "list" -> "ADMIN_READ";
      default -> "ADMIN_WRITE";
    };
  }

  /** Whether it is Admin Activity, which is always on, and not Data Access. */
  boolean isActivity() {
    return permissionType().equals("ADMIN_WRITE");
  }

  /** Streams leave two entries. */
  boolean streams() {
    return name.substring(name.lastIndexOf('.') + 1).startsWith("Stream");
  }

  private static String capital(String verb) {
    return Character.toUpperCase(verb.charAt(0)) + verb.substring(1);
  }

  private static String plural(String verb) {
    return verb.equals("list") ? "s" : "";
  }
}
