package io.github.vertexbridge.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A closed loop of callers: each sends its next call when it has the answer of the one before. */
final class Load {
  private final HttpRequest request;

  Load(URI url, String token, String body) {
    request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
  }

  /**
   * What came of a round.
   *
   * @param nanos of each call, sorted
   * @param seconds that the round took
   */
  record Round(List<Long> nanos, double seconds) {
    double millis(double percentile) {
      return nanos.get((int) Math.min(nanos.size() - 1, nanos.size() * percentile)) / 1e6;
    }

    double callsPerSecond() {
      return nanos.size() / seconds;
    }
  }

  /**
   * Makes calls for some time.
   *
   * @throws IOException for any answer but 200: figures with errors are none
   */
  Round run(int callers, Duration time) throws IOException, InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(callers);
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    try {
      List<Future<List<Long>>> work = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        work.add(pool.submit((Callable<List<Long>>) () -> until(end, http)));
      }
      List<Long> nanos = new ArrayList<>();
      for (Future<List<Long>> one : work) {
        nanos.addAll(one.get());
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      return new Round(nanos.stream().sorted().toList(), seconds);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private List<Long> until(long end, HttpClient http) throws IOException, InterruptedException {
    List<Long> nanos = new ArrayList<>();
    while (System.nanoTime() < end) {
      long start = System.nanoTime();
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      nanos.add(System.nanoTime() - start);
      if (answer.statusCode() != 200) {
        throw new IOException("answered " + answer.statusCode() + ": " + answer.body());
      }
    }
    return nanos;
  }
}
