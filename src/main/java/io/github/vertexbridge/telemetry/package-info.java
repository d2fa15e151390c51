/**
 * What operators see: one line and one event a call, metrics by the minute.
 *
 * <p>Knows {@code call}; known by {@code bridge}.
 */
@NullMarked
package io.github.vertexbridge.telemetry;

import org.jspecify.annotations.NullMarked;
