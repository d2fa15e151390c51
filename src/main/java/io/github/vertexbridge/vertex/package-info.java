/**
 * The call to Vertex AI: the relay over HTTP, the typed client over gRPC, the healing of a 401.
 *
 * <p>Knows {@code call} and {@code target}; known by {@code bridge}.
 */
@NullMarked
package io.github.vertexbridge.vertex;

import org.jspecify.annotations.NullMarked;
