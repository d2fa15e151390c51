/**
 * The composition root and the pipeline: alone knows all stages and puts them in order.
 *
 * <p>Knows every room but {@code functions}; known by {@code functions}.
 */
@NullMarked
package io.github.vertexbridge.bridge;

import org.jspecify.annotations.NullMarked;
