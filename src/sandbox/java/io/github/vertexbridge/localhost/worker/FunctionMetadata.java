package io.github.vertexbridge.localhost.worker;

/**
 * A function to load.
 *
 * @param name the function's name, unique in the app
 * @param entryPoint class and method, separated by the last dot
 * @param trigger name of its trigger binding
 */
public record FunctionMetadata(String name, String entryPoint, String trigger) {}
