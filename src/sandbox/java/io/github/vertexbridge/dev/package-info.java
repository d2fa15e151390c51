/**
 * The launcher behind {@code ./bridge}: starts the sandbox in this JVM, the storage emulator and
 * the local host as children, and makes the calls of the demo. It knows the app by its URLs, its
 * queues and its log lines only.
 */
@NullMarked
package io.github.vertexbridge.dev;

import org.jspecify.annotations.NullMarked;
