package io.github.vertexbridge.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Fisher's Iris table and a nearest-centroid classifier over its rows. */
public final class Iris {
  private static final List<String> FIELDS =
      List.of("sepal_length", "sepal_width", "petal_length", "petal_width");

  private final List<Row> rows;
  private final Map<String, List<Double>> centroids;

  /**
   * A flower.
   *
   * @param measurements sepal length and width, petal length and width, in centimetres
   * @param species setosa, versicolor or virginica
   */
  public record Row(List<Double> measurements, String species) {
    public Row {
      measurements = List.copyOf(measurements);
    }
  }

  /** A species, and the distance of the flower from the centre of each. */
  record Guess(String species, Map<String, Double> distances) {}

  private Iris(List<Row> rows) {
    this.rows = List.copyOf(rows);
    this.centroids =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    Row::species,
                    TreeMap::new,
                    Collectors.collectingAndThen(Collectors.toList(), Iris::centroid)));
  }

  /** Reads the shipped table and computes the centroids. */
  public static Iris load() {
    try (InputStream stream = Iris.class.getResourceAsStream("iris.csv")) {
      if (stream == null) {
        throw new IllegalStateException("iris.csv is not on the class path");
      }
      BufferedReader reader = new BufferedReader(new InputStreamReader(stream, UTF_8));
      return new Iris(
          reader
              .lines()
              .filter(line -> !line.startsWith("#") && !line.startsWith(FIELDS.get(0)))
              .map(Iris::row)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The 150 rows, in the table's order. */
  public List<Row> rows() {
    return rows;
  }

  /** The names of the four measurements. */
  static List<String> fields() {
    return FIELDS;
  }

  Guess classify(List<Double> measurements) {
    Map<String, Double> distances = new TreeMap<>();
    centroids.forEach((species, centre) -> distances.put(species, distance(centre, measurements)));
    String nearest =
        distances.entrySet().stream()
            .min(Map.Entry.comparingByValue())
            .map(Map.Entry::getKey)
            .orElseThrow();
    return new Guess(nearest, distances);
  }

  private static Row row(String line) {
    String[] cells = line.split(",");
    return new Row(Stream.of(cells).limit(FIELDS.size()).map(Double::valueOf).toList(), cells[4]);
  }

  private static List<Double> centroid(List<Row> rows) {
    return Stream.iterate(0, i -> i < FIELDS.size(), i -> i + 1)
        .map(
            i ->
                rows.stream().mapToDouble(row -> row.measurements().get(i)).average().orElseThrow())
        .toList();
  }

  private static double distance(List<Double> a, List<Double> b) {
    double sum = 0;
    for (int i = 0; i < a.size(); i++) {
      sum += (a.get(i) - b.get(i)) * (a.get(i) - b.get(i));
    }
    return Math.sqrt(sum);
  }
}
