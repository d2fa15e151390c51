package io.github.vertexbridge.dev;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Starts everything, makes four calls through the whole identity chain (HTTP, HTTP to gRPC, a"
          + " job, a queue message), shows each hop, and ends everything.",
      "Exits 0 if all went well; otherwise names the hop that failed."
    })
final class DemoCommand implements Callable<Integer> {
  @Option(names = "--json", description = "One JSON object instead of text.")
  private boolean json;

  @Option(names = "--gson", description = "The worker's gson: 2.9.0 or 2.11.0 (${DEFAULT-VALUE}).")
  private String gson = "2.9.0";

  @Override
  public Integer call() throws IOException, InterruptedException {
    Progress progress = Progress.ofProcess();
    AppOutput output = new AppOutput();
    try (LocalStack stack = LocalStack.start(Project.here(), progress, output)) {
      Demo demo =
          new Demo(stack, stack.startHost(0, gson).uri(), output, progress, InstantSource.system());
      Demo.Result result = demo.run();
      progress.done();
      System.out.print(json ? DemoReport.json(result) + "\n" : DemoReport.text(result));
      return 0;
    } catch (DemoFailure e) {
      progress.done();
      output.lastLines().forEach(System.err::println);
      System.err.println("FAILED " + e.line());
      if (json) {
        System.out.println(DemoReport.json(e));
      }
      return 1;
    } catch (IOException e) {
      progress.done();
      output.lastLines().forEach(System.err::println);
      throw e;
    }
  }
}
