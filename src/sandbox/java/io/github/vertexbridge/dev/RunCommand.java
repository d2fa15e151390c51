package io.github.vertexbridge.dev;

import com.google.gson.GsonBuilder;
import io.github.vertexbridge.localhost.LocalHostProcess;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description =
        "Starts sandbox, storage and app, prints where they are; Ctrl-C ends all of them.")
final class RunCommand implements Callable<Integer> {
  @Option(
      names = "--port",
      description = "HTTP port of the app, 0 for any (default: ${DEFAULT-VALUE}).")
  private int port = 7071;

  @Option(names = "--gson", description = "The worker's gson: 2.9.0 or 2.11.0 (${DEFAULT-VALUE}).")
  private String gson = "2.9.0";

  @Option(
      names = "--settings",
      description = {
        "Start sandbox and storage only, and print the app settings as the Values of a"
            + " local.settings.json, for func start in the staging folder."
      })
  private boolean settings;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Progress progress = Progress.ofProcess();
    Project project = Project.here();
    LocalLogs lines =
        new LocalLogs(project.sandbox(), settings ? System.err::println : System.out::println);
    LocalStack stack = LocalStack.start(project, progress, lines);
    Runtime.getRuntime().addShutdownHook(new Thread(stack::close, "bridge-stop"));
    if (settings) {
      stack.writeRunFile();
      progress.done();
      System.out.println(settingsFile(stack));
      new CountDownLatch(1).await();
    }
    LocalHostProcess host = stack.startHost(port, gson);
    RunFile run = stack.writeRunFile();
    progress.done();
    System.out.print(where(stack, run));
    host.handle().onExit().join();
    System.err.println("bridge: the local host ended");
    return 1;
  }

  private static String settingsFile(LocalStack stack) {
    Map<String, String> values = new TreeMap<>(stack.settings());
    values.put("FUNCTIONS_WORKER_RUNTIME", "java");
    values.put(
        "languageWorkers__java__arguments",
        "-Djavax.net.ssl.trustStore=%s -Djavax.net.ssl.trustStorePassword=%s"
            .formatted(
                stack.sandbox().trustStore().toAbsolutePath(),
                stack.sandbox().trustStorePassword()));
    return new GsonBuilder()
        .setPrettyPrinting()
        .disableHtmlEscaping()
        .create()
        .toJson(Map.of("IsEncrypted", false, "Values", values));
  }

  private static String where(LocalStack stack, RunFile run) {
    DemoRequests requests =
        DemoRequests.of(stack.settings().getOrDefault("BRIDGE_GOOGLE_PROJECT", ""), "europe-west4");
    String queue =
        stack.storage().map(s -> s.service("queue").toString()).orElse("not here, no Node.js");
    return """

        app       %s   (plain HTTP on the loopback interface; in Azure the front end ends TLS)
        queues    %s
        sandbox   %s/state
        CA        %s

        curl --cacert %s -H "Authorization: Bearer $(./bridge token)" \\
          -H 'Content-Type: application/json' -d '%s' \\
          %s%s

        ./bridge hops --follow shows each exchange as it happens. Ctrl-C ends everything.
        """
        .formatted(
            run.app(),
            queue,
            run.admin(),
            stack.sandbox().caPem(),
            stack.sandbox().caPem(),
            requests.generateBody(),
            run.app(),
            requests.generatePath());
  }
}
