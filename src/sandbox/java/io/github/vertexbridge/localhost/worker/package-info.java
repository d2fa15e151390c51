/**
 * The worker's side of the local host: loads the staged app and calls its functions, as the
 * Functions Java worker does. It is the JVM's system class path together with
 * azure-functions-java-core-library, azure-functions-java-spi and gson, and nothing else: what is
 * here and there is what the app finds before its own jars. So this package uses the JDK and those
 * libraries only, and the host, with its HTTP server and storage clients, is loaded beside the app.
 *
 * <p>Its public types are the words that host and worker exchange; they are named as in
 * FunctionRpc.proto of azure-functions-language-worker-protobuf.
 */
@NullMarked
package io.github.vertexbridge.localhost.worker;

import org.jspecify.annotations.NullMarked;
