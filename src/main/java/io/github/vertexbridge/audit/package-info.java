/**
 * The audit: one line a call, chained by hashes, written in groups to append blobs; and what reads
 * such lines.
 */
@NullMarked
package io.github.vertexbridge.audit;

import org.jspecify.annotations.NullMarked;
