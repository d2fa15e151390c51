package io.github.vertexbridge.limits;

/**
 * How much of a limit this instance has used up; others have their own parts of it.
 *
 * @param rule whose limit it is
 * @param name in the policy file, and the caller where each has its own
 * @param used in this window, or now
 * @param limit of all instances together
 */
public record LimitUse(String rule, String name, long used, long limit) {}
