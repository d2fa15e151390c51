/**
 * Who calls: bearer tokens of Entra and Easy Auth principals, verified.
 *
 * <p>Knows {@code call} and {@code config}; known by {@code bridge}.
 */
@NullMarked
package io.github.vertexbridge.caller;

import org.jspecify.annotations.NullMarked;
