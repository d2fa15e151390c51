package io.github.vertexbridge.cli;

import io.github.vertexbridge.doctor.Observed;
import io.github.vertexbridge.doctor.ReportJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a deployed app what it sees, and looks at it as a stranger. */
final class RemoteDoctor {
  private static final String ADMIN = "/admin/host/status";

  private RemoteDoctor() {}

  /**
   * An operator's token.
   *
   * @param file that holds it; {@code -} is standard input; null: none
   */
  static Optional<String> token(@Nullable Path file) throws IOException {
    if (file == null) {
      return Optional.empty();
    }
    String text =
        file.toString().equals("-")
            ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
            : Files.readString(file);
    return Optional.of(text.strip()).filter(token -> !token.isEmpty());
  }

  static Observed ask(URI app, Optional<String> token, Fetch fetch) throws IOException {
    Observed observed = ReportJson.observed(page(app, "/bridge/doctor", token, fetch));
    Map<String, String> platform = new HashMap<>(observed.platform());
    // As a stranger: only from outside can it be seen what stands before the platform's own paths.
    platform.put("admin.status", String.valueOf(get(app, ADMIN, Optional.empty(), fetch).status()));
    return new Observed(observed.at(), observed.settings(), observed.looks(), platform);
  }

  /**
   * A page for operators.
   *
   * @throws IOException with a sentence for people
   */
  static String page(URI app, String path, Optional<String> token, Fetch fetch) throws IOException {
    Fetch.Page page = get(app, path, token, fetch);
    if (page.status() != 200) {
      throw new IOException(app + path + " answered " + page.status() + ": " + why(page));
    }
    return page.body();
  }

  private static Fetch.Page get(URI app, String path, Optional<String> token, Fetch fetch)
      throws IOException {
    if (app.getHost() == null || app.getScheme() == null) {
      throw new IOException(app + " is no URL of an app: give an origin, https://HOST");
    }
    try {
      return fetch.get(app.resolve(path), token);
    } catch (IOException e) {
      throw new IOException("no answer from " + app + ": " + e.getMessage(), e);
    }
  }

  private static String why(Fetch.Page page) {
    return switch (page.status()) {
      case 401 ->
          "it needs an operator's token: az account get-access-token --resource API --query"
              + " accessToken -o tsv, handed over by --token-from -";
      case 403 -> "the token has not the app role Bridge.Operate";
      case 404 -> "there is no bridge, or one of an older release";
      case 503 -> "the app has not started: its log says why; look at its settings with --settings";
      default -> "look at the app's log";
    };
  }
}
