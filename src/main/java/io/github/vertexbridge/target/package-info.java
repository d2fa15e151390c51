/**
 * What is called: the action table, resource names, location to host, where the model is.
 *
 * <p>Knows {@code call}; known by {@code policy}, {@code vertex}, {@code surface} and {@code
 * bridge}.
 */
@NullMarked
package io.github.vertexbridge.target;

import org.jspecify.annotations.NullMarked;
