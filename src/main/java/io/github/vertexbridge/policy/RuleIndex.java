package io.github.vertexbridge.policy;

import io.github.vertexbridge.call.Caller;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Finds the few rules that can be for a caller, so that a decision costs the same with ten rules
 * and with ten thousand.
 *
 * <p>A rule is filed under the values of its most telling kind of condition; as that kind must
 * match, no other place needs to be looked at.
 */
final class RuleIndex {
  private enum Kind {
    QUEUE,
    OBJECT,
    APPLICATION,
    GROUP,
    ROLE,
    TENANT
  }

  private record Key(Kind kind, String value) {}

  private record Numbered(int number, Rule rule) {}

  private final Map<Key, List<Numbered>> filed = new HashMap<>();

  RuleIndex(List<Rule> rules) {
    for (int i = 0; i < rules.size(); i++) {
      Numbered rule = new Numbered(i, rules.get(i));
      CallerCondition callers = rule.rule().callers();
      if (callers.isForQueues()) {
        file(Kind.QUEUE, callers.queues(), rule);
      } else if (!callers.objects().isEmpty()) {
        file(Kind.OBJECT, callers.objects(), rule);
      } else if (!callers.applications().isEmpty()) {
        file(Kind.APPLICATION, callers.applications(), rule);
      } else if (!callers.groups().isEmpty()) {
        file(Kind.GROUP, callers.groups(), rule);
      } else if (!callers.roles().isEmpty()) {
        file(Kind.ROLE, callers.roles(), rule);
      } else {
        file(Kind.TENANT, callers.tenants(), rule);
      }
    }
  }

  private void file(Kind kind, Set<String> values, Numbered rule) {
    for (String value : values) {
      filed.computeIfAbsent(new Key(kind, value), k -> new ArrayList<>()).add(rule);
    }
  }

  /** The first rule, in the order of the file, that is filed for this caller and passes a test. */
  Optional<Rule> first(Caller caller, Predicate<Rule> test) {
    Optional<Numbered> best = Optional.empty();
    for (List<Numbered> rules : filed(caller)) {
      for (Numbered candidate : rules) {
        if (best.isPresent() && best.get().number() <= candidate.number()) {
          break;
        }
        if (test.test(candidate.rule())) {
          best = Optional.of(candidate);
        }
      }
    }
    return best.map(Numbered::rule);
  }

  /** All rules whose callers match, in the order of the file. */
  List<Rule> of(Caller caller) {
    return filed(caller).stream()
        .flatMap(List::stream)
        .distinct()
        .filter(numbered -> numbered.rule().callers().matches(caller))
        .sorted(Comparator.comparingInt(Numbered::number))
        .map(Numbered::rule)
        .toList();
  }

  private List<List<Numbered>> filed(Caller caller) {
    List<Key> keys = new ArrayList<>();
    caller.queue().ifPresent(q -> keys.add(new Key(Kind.QUEUE, q)));
    caller.object().ifPresent(o -> keys.add(new Key(Kind.OBJECT, o.value())));
    caller.application().ifPresent(a -> keys.add(new Key(Kind.APPLICATION, a.value())));
    caller.groups().forEach(g -> keys.add(new Key(Kind.GROUP, g)));
    caller.roles().forEach(r -> keys.add(new Key(Kind.ROLE, r)));
    caller.tenant().ifPresent(t -> keys.add(new Key(Kind.TENANT, t.value())));
    return keys.stream().map(key -> filed.getOrDefault(key, List.of())).toList();
  }
}
