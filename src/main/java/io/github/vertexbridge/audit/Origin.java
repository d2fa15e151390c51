package io.github.vertexbridge.audit;

/**
 * Whose lines they are.
 *
 * @param chain a new random id for each process
 * @param app version of the app
 * @param slot deployment slot
 * @param instance App Service instance id
 * @param policy version of the policy at the start
 */
public record Origin(String chain, String app, String slot, String instance, String policy) {}
