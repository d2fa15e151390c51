/**
 * The strict local stand-in for App Service identity, Entra, Google STS, IAM Credentials and Vertex
 * AI: fakes at the wire, with real TLS, real signatures and the documented refusals.
 *
 * <p>Imports nothing of the app, so that the two cannot agree on a mistake. Never shipped: this is
 * a test source root. Known by {@code dev} and by tests. Texts that no vendor document shows begin
 * with {@code EMULATOR:}.
 */
@NullMarked
package io.github.vertexbridge.sandbox;

import org.jspecify.annotations.NullMarked;
