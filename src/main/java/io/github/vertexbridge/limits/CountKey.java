package io.github.vertexbridge.limits;

import io.github.vertexbridge.call.Caller;
import java.util.Optional;

/**
 * Names one shared count: a row of the table.
 *
 * @param rule the partition
 * @param name the key: the limit's name in the policy file, and the caller where each has its own
 */
record CountKey(String rule, String name) {
  static CountKey of(String rule, String limit, Optional<Caller> caller) {
    return new CountKey(rule, limit + caller.map(c -> "|" + c.label()).orElse(""));
  }
}
