/** Benchmarks: pairs that alternate in one run, told as ratios. Never shipped, never asserted. */
@NullMarked
package io.github.vertexbridge.bench;

import org.jspecify.annotations.NullMarked;
