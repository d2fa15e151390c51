/**
 * How much rules allow, over all instances: calls and tokens in a window of time, calls at one
 * time.
 *
 * <p>The shared count is a row of a table. An instance leases slices of it in the background and
 * spends them from memory, so that a call does no I/O as long as there is a slice.
 *
 * <p>Knows {@code call} and {@code storage}; known by {@code bridge}.
 */
@NullMarked
package io.github.vertexbridge.limits;

import org.jspecify.annotations.NullMarked;
