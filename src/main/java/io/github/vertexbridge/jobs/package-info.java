/**
 * Accepted work: its record, what may become of it, and who comes back for it.
 *
 * <p>Knows {@code call} and {@code storage}; known by {@code bridge}. What a job asks for is done
 * by {@link io.github.vertexbridge.jobs.JobWork}, whose other side is the pipeline.
 */
@NullMarked
package io.github.vertexbridge.jobs;

import org.jspecify.annotations.NullMarked;
