package io.github.vertexbridge.sandbox;

import com.google.protobuf.ByteString;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Objects of the stand-in for Cloud Storage, at {@code /objects/BUCKET[/NAME]}. */
final class AdminObjects {
  private static final Pattern PATH = Pattern.compile("/objects/([^/]+)(?:/(.+))?");

  private final Sandbox sandbox;

  AdminObjects(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  static boolean serves(Request request) {
    return PATH.matcher(request.decodedPath()).matches();
  }

  /**
   * @throws IllegalArgumentException if there is no such bucket, object or way
   */
  Reply answer(Request request) {
    Matcher path = PATH.matcher(request.decodedPath());
    if (!path.matches()) {
      throw new IllegalArgumentException("no object's path");
    }
    if (path.group(2) == null) {
      return Reply.json(200, sandbox.objects(path.group(1)));
    }
    String uri = "gs://" + path.group(1) + "/" + path.group(2);
    return switch (request.method()) {
      case "PUT" -> {
        sandbox.putObject(uri, request.body().toByteArray());
        yield Reply.json(200, Map.of("name", uri));
      }
      case "GET" ->
          new Reply(
              200,
              Map.of("Content-Type", "application/octet-stream"),
              ByteString.copyFrom(
                  sandbox
                      .object(uri)
                      .orElseThrow(
                          () -> new IllegalArgumentException("there is nothing at " + uri))));
      default -> throw new IllegalArgumentException("objects are PUT and read with GET");
    };
  }
}
