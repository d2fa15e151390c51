/** Holds the body of a request to the terms of the rule that allowed it. */
@NullMarked
package io.github.vertexbridge.guard;

import org.jspecify.annotations.NullMarked;
