package io.github.vertexbridge.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;

/** Runs a command as the launcher does, and keeps what it prints. */
final class Commands {
  static final String POLICY =
      """
      {
        "aliases": {
          "chat": { "model": "publishers/google/models/gemini-2.5-flash", "locations": ["europe-west4"] }
        },
        "rules": [
          { "name": "support",
            "callers": { "roles": ["Bridge.Invoke", "Team.Support"] },
            "allow": { "models": ["chat"], "actions": ["generateContent"], "residency": ["europe-*", "global"] },
            "as": "vertex-support@my-vertex-project.iam.gserviceaccount.com" },
          { "name": "queue",
            "callers": { "queues": ["vertex-requests"] },
            "allow": { "models": ["chat"], "actions": ["countTokens"], "residency": ["europe-*"] } }
        ]
      }
      """;

  private Commands() {}

  /** What a command did. */
  record Run(int exit, String out, String err) {}

  static Run run(Object command, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exit =
        new CommandLine(command)
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments);
    return new Run(exit, out.toString(), err.toString());
  }

  static Path write(Path folder, String name, String text) throws java.io.IOException {
    return Files.writeString(folder.resolve(name), text);
  }
}
