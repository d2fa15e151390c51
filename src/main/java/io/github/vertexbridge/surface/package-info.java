/**
 * Request formats: what comes in becomes a request of ours, what goes out has the format's own
 * shape.
 *
 * <p>Knows {@code call} and {@code target}; known by {@code bridge} and {@code functions}.
 */
@NullMarked
package io.github.vertexbridge.surface;

import org.jspecify.annotations.NullMarked;
