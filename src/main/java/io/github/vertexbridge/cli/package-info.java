/**
 * Operators' commands, as picocli commands that the launcher {@code ./bridge} offers. Nothing here
 * runs in the function app.
 *
 * <p>Knows {@code call}, {@code target}, {@code policy} and {@code storage}; known by nobody that
 * is shipped.
 */
@NullMarked
package io.github.vertexbridge.cli;

import org.jspecify.annotations.NullMarked;
