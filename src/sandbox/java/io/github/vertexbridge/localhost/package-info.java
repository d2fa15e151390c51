/**
 * A local stand-in for the Functions host: serves the HTTP routes of a staged app and polls its
 * real queues. It reads {@code host.json} and {@code function.json} and knows nothing of what the
 * functions do. Where it does not know a binding, an option or a type, it refuses at start: it is
 * never kinder than the platform. Package {@code worker} is the other half.
 */
@NullMarked
package io.github.vertexbridge.localhost;

import org.jspecify.annotations.NullMarked;
