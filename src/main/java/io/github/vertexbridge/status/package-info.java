/**
 * One page for operators, made of snapshots: what the tokens, calls, queues and rules are doing
 * now.
 *
 * <p>Knows {@code call} and a template library; known by {@code bridge}.
 */
@NullMarked
package io.github.vertexbridge.status;

import org.jspecify.annotations.NullMarked;
