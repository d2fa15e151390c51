package io.github.vertexbridge.telemetry;

import java.util.Map;

/**
 * The value of something now, for a metric.
 *
 * @param name of the metric
 * @param dimensions few values each
 * @param value in the unit that the metric's name says
 */
public record Reading(String name, Map<String, String> dimensions, double value) {
  public Reading {
    dimensions = Map.copyOf(dimensions);
  }
}
