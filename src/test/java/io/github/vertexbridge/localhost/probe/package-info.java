/** A small function app that shows what a function sees; staged by {@code ProbeApp}. */
@NullMarked
package io.github.vertexbridge.localhost.probe;

import org.jspecify.annotations.NullMarked;
