package io.github.vertexbridge.doctor;

import com.google.protobuf.NullValue;
import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.parser.CelUnparserFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A provider's attribute mapping and condition, in CEL as Google evaluates them: {@code assertion}
 * holds the claims, {@code google} and {@code attribute} what was mapped.
 */
final class Attributes {
  private static final int LONGEST = 4096;
  private static final String PREFIX = "attribute.";
  private static final MapType CLAIMS = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private final Cel cel;
  private final Map<String, Object> assertion;

  /**
   * @param claims as in the token's payload; JSON null is null or absent
   */
  Attributes(Map<String, ?> claims) {
    this.cel = cel();
    this.assertion = withNulls(claims);
  }

  /** What the mapping gives: the subject, the groups, and custom attributes without prefix. */
  record Mapped(String subject, List<String> groups, Map<String, List<String>> attributes) {
    List<String> attributes(String name) {
      return attributes.getOrDefault(name, List.of());
    }
  }

  /** A target of the mapping that has no value for these claims. */
  static final class NoValue extends Exception {
    private static final long serialVersionUID = 1L;
    private final String target;

    NoValue(String target, String why) {
      super(why, null, false, false);
      this.target = target;
    }

    String target() {
      return target;
    }
  }

  /**
   * Whether the condition accepts; if not, which of its operands does not, and why.
   *
   * @param operand one of the parts that {@code &&} joins
   * @param result {@code false}, or what went wrong
   */
  record Verdict(boolean accepted, String operand, String result) {
    static final Verdict ACCEPTED = new Verdict(true, "", "true");
  }

  Mapped map(Map<String, String> mapping) throws NoValue {
    String subject = "";
    List<String> groups = List.of();
    Map<String, List<String>> attributes = new LinkedHashMap<>();
    for (Map.Entry<String, String> row : mapping.entrySet()) {
      String target = row.getKey();
      List<String> values = strings(target, row.getValue());
      if (target.equals("google.subject")) {
        subject = values.get(0);
      } else if (target.equals("google.groups")) {
        groups = values;
      } else if (target.startsWith(PREFIX)) {
        attributes.put(target.substring(PREFIX.length()), values);
      }
    }
    if (subject.isEmpty()) {
      throw new NoValue("google.subject", "it is not mapped");
    }
    return new Mapped(subject, groups, attributes);
  }

  private List<String> strings(String target, String expression) throws NoValue {
    Object value;
    try {
      value = evaluate(cel.compile(expression).getAst(), Map.of(), Map.of());
    } catch (CelValidationException e) {
      throw new NoValue(target, "it is not CEL: " + firstLine(e));
    } catch (CelEvaluationException e) {
      throw new NoValue(target, firstLine(e));
    }
    if (value instanceof String text && !text.isEmpty()) {
      return List.of(text);
    }
    if (value instanceof List<?> list
        && !target.equals("google.subject")
        && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw new NoValue(target, "it gives " + value + ", where text is needed");
  }

  /** Evaluates a condition; an empty one accepts everybody. */
  Verdict accepts(String condition, Mapped mapped) {
    if (condition.isEmpty()) {
      return Verdict.ACCEPTED;
    }
    Map<String, Object> google = new LinkedHashMap<>();
    google.put("subject", mapped.subject());
    google.put("groups", mapped.groups());
    Map<String, Object> attribute = new LinkedHashMap<>();
    mapped
        .attributes()
        .forEach(
            (name, values) -> attribute.put(name, values.size() == 1 ? values.get(0) : values));
    CelAbstractSyntaxTree parsed;
    try {
      CelAbstractSyntaxTree checked = cel.compile(condition).getAst();
      if (Boolean.TRUE.equals(evaluate(checked, google, attribute))) {
        return Verdict.ACCEPTED;
      }
      parsed = cel.parse(condition).getAst();
    } catch (CelValidationException e) {
      return new Verdict(false, condition, "it is not CEL: " + firstLine(e));
    } catch (CelEvaluationException e) {
      return failing(condition, google, attribute)
          .orElseGet(() -> new Verdict(false, condition, firstLine(e)));
    }
    return failing(parsed, google, attribute)
        .orElseGet(() -> new Verdict(false, condition, "false"));
  }

  private Optional<Verdict> failing(
      String condition, Map<String, Object> google, Map<String, Object> attribute) {
    try {
      return failing(cel.parse(condition).getAst(), google, attribute);
    } catch (CelValidationException e) {
      return Optional.empty();
    }
  }

  /** The first operand of the outer {@code &&} that is not true. */
  private Optional<Verdict> failing(
      CelAbstractSyntaxTree condition, Map<String, Object> google, Map<String, Object> attribute) {
    for (CelExpr operand : operands(condition.getExpr())) {
      CelAbstractSyntaxTree part =
          CelAbstractSyntaxTree.newParsedAst(operand, condition.getSource());
      String words = CelUnparserFactory.newUnparser().unparse(part);
      try {
        Object value = evaluate(cel.check(part).getAst(), google, attribute);
        if (!Boolean.TRUE.equals(value)) {
          return Optional.of(new Verdict(false, words, String.valueOf(value)));
        }
      } catch (CelValidationException | CelEvaluationException e) {
        return Optional.of(new Verdict(false, words, firstLine(e)));
      }
    }
    return Optional.empty();
  }

  private static List<CelExpr> operands(CelExpr expression) {
    boolean and =
        expression.exprKind().getKind() == CelExpr.ExprKind.Kind.CALL
            && expression.call().function().equals("_&&_");
    if (!and) {
      return List.of(expression);
    }
    List<CelExpr> all = new ArrayList<>();
    expression.call().args().forEach(arg -> all.addAll(operands(arg)));
    return all;
  }

  private Object evaluate(
      CelAbstractSyntaxTree expression, Map<String, Object> google, Map<String, Object> attribute)
      throws CelEvaluationException {
    return cel.createProgram(expression)
        .eval(Map.of("assertion", assertion, "google", google, "attribute", attribute));
  }

  private static Cel cel() {
    return CelFactory.standardCelBuilder()
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
        .setOptions(
            CelOptions.current()
                .maxExpressionCodePointSize(LONGEST)
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
                "string_extract", String.class, String.class, Attributes::extract))
        .build();
  }

  /** Google's {@code extract}: the part that {@code {name}} stands for; "" if nothing matches. */
  private static String extract(String text, String template) {
    int open = template.indexOf('{');
    int close = template.indexOf('}', Math.max(open, 0));
    if (open < 0 || close < 0) {
      return "";
    }
    int start = text.indexOf(template.substring(0, open));
    if (start < 0) {
      return "";
    }
    int from = start + open;
    String after = template.substring(close + 1);
    int to = after.isEmpty() ? text.length() : text.indexOf(after, from);
    return to < 0 ? "" : text.substring(from, to);
  }

  /** CEL takes a Java null for an unknown, not for JSON's null. */
  private static Map<String, Object> withNulls(Map<?, ?> json) {
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
    return value instanceof Integer number ? (Object) number.longValue() : value;
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }
}
