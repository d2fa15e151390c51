/**
 * The hops from the managed identity to Google's access token, and the cache in front of them.
 *
 * <p>Three layers, each knowing the one before it only: the wire ({@code HopClient} and what adapts
 * it to the libraries), the hops ({@code ManagedIdentity}, {@code GoogleHops}, {@code Federation}),
 * the cache ({@code TokenCell}, {@link io.github.vertexbridge.identity.GoogleTokens}).
 *
 * <p>Knows {@code call} and {@code config}; known by {@code bridge}.
 */
@NullMarked
package io.github.vertexbridge.identity;

import org.jspecify.annotations.NullMarked;
