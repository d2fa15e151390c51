/**
 * The hops from the managed identity to Google's access token, and the cache in front of them.
 *
 * <p>Knows {@code call} and {@code config}; known by {@code bridge}.
 */
@NullMarked
package io.github.vertexbridge.identity;

import org.jspecify.annotations.NullMarked;
