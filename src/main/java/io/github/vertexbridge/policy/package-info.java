/**
 * Who may call what: the policy file, its checks and the decision. Pure, no I/O.
 *
 * <p>Knows {@code call} and {@code target}; known by {@code bridge}.
 */
@NullMarked
package io.github.vertexbridge.policy;

import org.jspecify.annotations.NullMarked;
