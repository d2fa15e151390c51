package io.github.vertexbridge.sandbox;

import com.google.protobuf.NullValue;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A provider's attribute mapping and condition, in CEL as Google evaluates them: {@code assertion}
 * holds the claims, {@code google} and {@code attribute} what was mapped.
 */
final class AttributeRules {
  private static final int MAX_CONDITION = 4096;
  private static final int MAX_EXPRESSION = 2048;
  private static final Pattern TARGET =
      Pattern.compile("google\\.(subject|groups)|attribute\\.[a-z0-9_]{1,100}");
  private static final MapType CLAIMS = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private static final Cel CEL =
      CelFactory.standardCelBuilder()
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
          .setOptions(
              CelOptions.current()
                  .maxExpressionCodePointSize(MAX_CONDITION)
                  .enableHeterogeneousNumericComparisons(true)
                  .build())
          .addVar("assertion", CLAIMS)
          .addVar("google", CLAIMS)
          .addVar("attribute", CLAIMS)
          .addCompilerLibraries(CelExtensions.strings())
          .addRuntimeLibraries(CelExtensions.strings())
          .addFunctionDeclarations(
              CelFunctionDecl.newFunctionDeclaration(
                  "extract",
                  CelOverloadDecl.newMemberOverload(
                      "string_extract", SimpleType.STRING, SimpleType.STRING, SimpleType.STRING)))
          .addFunctionBindings(
              CelFunctionBinding.from(
                  "string_extract", String.class, String.class, AttributeRules::extract))
          .build();

  private AttributeRules() {}

  /**
   * What Google refuses when a provider is created or updated.
   *
   * @throws IllegalArgumentException with Google's text where one is published
   */
  static void check(WorldState.Provider provider) {
    provider
        .attributeMapping()
        .forEach(
            (target, expression) -> {
              if (!TARGET.matcher(target).matches()) {
                throw new IllegalArgumentException(
                    "Invalid mapped attribute key: "
                        + target
                        + ". Custom mapped attributes must be in format"
                        + " 'attribute.{custom_attribute}'");
              }
              compile(expression, MAX_EXPRESSION);
            });
    if (!provider.attributeMapping().containsKey("google.subject")) {
      throw new IllegalArgumentException("EMULATOR: google.subject must be mapped");
    }
    if (!provider.attributeCondition().isEmpty()) {
      compile(provider.attributeCondition(), MAX_CONDITION);
    }
  }

  /**
   * Evaluates one mapping expression.
   *
   * @return a String or a List of Strings; nothing if it has no value for these claims, or one of
   *     another type
   */
  static Optional<Object> map(String expression, Map<String, @Nullable Object> claims) {
    try {
      Object value = evaluate(expression, claims, Map.of(), Map.of());
      boolean usable =
          value instanceof String
              || (value instanceof List<?> list
                  && list.stream().allMatch(String.class::isInstance));
      return usable ? Optional.of(value) : Optional.empty();
    } catch (CelEvaluationException e) {
      return Optional.empty();
    }
  }

  /** The strings of what {@link #map} gave. */
  static List<String> strings(Object mapped) {
    return mapped instanceof List<?> list
        ? list.stream().map(String.class::cast).toList()
        : List.of((String) mapped);
  }

  /** Whether the condition accepts; anything but {@code true} is a rejection. */
  static boolean accepts(
      String condition,
      Map<String, @Nullable Object> claims,
      Map<String, Object> google,
      Map<String, Object> attribute) {
    if (condition.isEmpty()) {
      return true;
    }
    try {
      return Boolean.TRUE.equals(evaluate(condition, claims, google, attribute));
    } catch (CelEvaluationException e) {
      return false;
    }
  }

  private static Object evaluate(
      String expression,
      Map<String, @Nullable Object> claims,
      Map<String, Object> google,
      Map<String, Object> attribute)
      throws CelEvaluationException {
    CelRuntime.Program program = compile(expression, MAX_CONDITION);
    return program.eval(
        Map.of("assertion", withNulls(claims), "google", google, "attribute", attribute));
  }

  private static CelRuntime.Program compile(String expression, int limit) {
    if (expression.length() > limit) {
      throw new IllegalArgumentException("EMULATOR: expression longer than " + limit);
    }
    try {
      return CEL.createProgram(CEL.compile(expression).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new IllegalArgumentException("EMULATOR: not CEL: " + e.getMessage(), e);
    }
  }

  /** CEL takes a Java null for an unknown, not for JSON's null. */
  private static Map<String, Object> withNulls(Map<?, ? extends @Nullable Object> json) {
    Map<String, Object> converted = new LinkedHashMap<>();
    json.forEach((key, value) -> converted.put(String.valueOf(key), withNull(value)));
    return converted;
  }

  private static Object withNull(@Nullable Object value) {
    if (value == null) {
      return NullValue.NULL_VALUE;
    }
    if (value instanceof Map<?, ?> map) {
      return withNulls(map);
    }
    if (value instanceof List<?> list) {
      List<Object> converted = new ArrayList<>();
      list.forEach(item -> converted.add(withNull(item)));
      return converted;
    }
    return value;
  }

  /** Google's {@code extract}: the part that stands for {@code {name}}; "" if nothing matches. */
  private static String extract(String text, String template) {
    int open = template.indexOf('{');
    int close = template.indexOf('}', open);
    if (open < 0 || close < 0) {
      return "";
    }
    String before = template.substring(0, open);
    String after = template.substring(close + 1);
    int start = text.indexOf(before);
    if (start < 0) {
      return "";
    }
    int from = start + before.length();
    int to = after.isEmpty() ? text.length() : text.indexOf(after, from);
    return to < 0 ? "" : text.substring(from, to);
  }
}
