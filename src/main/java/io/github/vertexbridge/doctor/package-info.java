/**
 * Finds the first hop that fails, says why, and gives the command that mends it.
 *
 * <p>Two halves: {@link io.github.vertexbridge.doctor.Observed} is what a running app saw, hop by
 * hop, and {@link io.github.vertexbridge.doctor.Doctor} judges it together with settings, policy
 * and what was deployed; the second half asks nobody, so that it runs in the app, in the command
 * and in tests alike. What can fail is data: {@code failures.json}.
 *
 * <p>Knows {@code call}, {@code config}, {@code target}, {@code policy} and {@code identity}; known
 * by {@code bridge} and {@code cli}.
 */
@NullMarked
package io.github.vertexbridge.doctor;

import org.jspecify.annotations.NullMarked;
