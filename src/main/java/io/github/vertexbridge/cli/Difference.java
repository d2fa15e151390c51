package io.github.vertexbridge.cli;

/**
 * One thing in which a deployment is not as it should be.
 *
 * @param check the check that found it, in lower case and dashes
 * @param what it is about, for people
 * @param seen what the deployment has
 * @param expected what it should have
 * @param fix the command, or what to edit
 */
record Difference(String check, String what, String seen, String expected, String fix) {}
