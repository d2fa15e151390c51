/**
 * Trigger methods of a few lines, and the injector that hands them the root.
 *
 * <p>Knows {@code call}, {@code surface} and {@code bridge}; known by the platform only.
 */
@NullMarked
package io.github.vertexbridge.functions;

import org.jspecify.annotations.NullMarked;
