/**
 * The environment, read once into one checked record.
 *
 * <p>Knows {@code call}; known by the rooms that need settings. The only place that reads the
 * environment.
 */
@NullMarked
package io.github.vertexbridge.config;

import org.jspecify.annotations.NullMarked;
