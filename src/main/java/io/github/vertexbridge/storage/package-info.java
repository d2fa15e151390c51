/**
 * Azure Storage with the managed identity, and the list of names in it.
 *
 * <p>Knows {@code call} and {@code config}; known by {@code bridge}.
 */
@NullMarked
package io.github.vertexbridge.storage;

import org.jspecify.annotations.NullMarked;
