package io.github.vertexbridge.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.vertexbridge.call.Target;
import io.github.vertexbridge.call.Terms;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a body holds: what no guard is for arrives byte for byte, in its order. */
class EditsTest {
  private static final Target GENERATE = Held.target(Held.FLASH, "generateContent");

  /** Members that the guards are for, as callers send them and as they must be afterwards. */
  private record Guarded(String sent, String held) {}

  private static final List<Guarded> TOKENS =
      List.of(
          new Guarded("'generationConfig':{~'maxOutputTokens'~:~4096~,~X}", "100"),
          new Guarded("'generation_config'~:~{~X~,'max_output_tokens':'9e9'~}", "100"),
          new Guarded("'gener\\u0061tionConfig':{X,~'maxOutputTokens':101.0}", "100"));

  private static final List<String> NUMBERS = List.of("4096", "'9e9'", "101.0");

  @Property(tries = 500)
  void guards_whenMembersAreReplaced_thenAllElseStays(
      @ForAll("members") List<String> before,
      @ForAll("members") List<String> after,
      @ForAll("space") String space,
      @ForAll("member") String inner,
      @ForAll("guarded") int which) {
    String tokens =
        TOKENS.get(which).sent().replace("X", inner).replace("~", space).replace('\'', '"');
    String labels = "\"labels\":" + space + "{\"team\"" + space + ":\"sales\"" + space + "}";
    String sent = object(space, before, List.of(tokens), after, List.of(labels));
    String number = NUMBERS.get(which).replace('\'', '"');
    String expected =
        object(
            space,
            before,
            List.of(replaceLast(tokens, number, which)),
            after,
            List.of(labels.replace("sales", "support")));

    assertThat(held(sent, Held.all(), 1)).isEqualTo(withFloor(expected, space));
  }

  /** The number stands where no member of {@code inner} can: after its own name. */
  private static String replaceLast(String tokens, String number, int which) {
    String name = which == 1 ? "max_output_tokens" : "maxOutputTokens";
    int at = tokens.indexOf(number, tokens.indexOf("\"" + name + "\""));
    return tokens.substring(0, at) + "100" + tokens.substring(at + number.length());
  }

  @Property(tries = 500)
  void guards_whenMembersAreAdded_thenBehindAllElse(
      @ForAll("members") List<String> members, @ForAll("space") String space) {
    String sent = object(space, members);
    String added =
        "\"generationConfig\":{\"maxOutputTokens\":100},\"safetySettings\":[{\"category\":"
            + "\"HARM_CATEGORY_HARASSMENT\",\"threshold\":\"BLOCK_MEDIUM_AND_ABOVE\"}],"
            + "\"labels\":{\"team\":\"support\"}";
    int end = sent.lastIndexOf('}');
    int at = members.isEmpty() ? sent.indexOf('{') + 1 : end - space.length();

    assertThat(held(sent, Held.all(), 1))
        .isEqualTo(
            sent.substring(0, at) + (members.isEmpty() ? "" : ",") + added + sent.substring(at));
  }

  @Property(tries = 300)
  void guards_whenNothingIsDemanded_thenTheSameBytes(
      @ForAll("members") List<String> members, @ForAll("space") String space) {
    byte[] sent = object(space, members).getBytes(StandardCharsets.UTF_8);

    io.github.vertexbridge.guard.Guarded guarded =
        Guards.apply(GENERATE, Terms.NONE, Optional.empty(), Held.ID, sent);

    assertThat(guarded.body()).isSameAs(sent);
  }

  @Property(tries = 200)
  void guards_whenTheirResultIsGuardedAgain_thenNotEdited(
      @ForAll("members") List<String> members, @ForAll("space") String space) {
    held(object(space, members), Held.all(), 2);
  }

  /** Applies guards; what they make of their own result is the same array. */
  private static String held(String sent, Terms terms, int times) {
    io.github.vertexbridge.guard.Guarded guarded =
        Guards.apply(
            GENERATE, terms, Optional.empty(), Held.ID, sent.getBytes(StandardCharsets.UTF_8));
    if (times > 1) {
      assertThat(Guards.apply(GENERATE, terms, Optional.empty(), Held.ID, guarded.body()).edited())
          .isFalse();
    }
    return new String(guarded.body(), StandardCharsets.UTF_8);
  }

  private static String withFloor(String object, String space) {
    int at = object.lastIndexOf('}') - space.length();
    return object.substring(0, at)
        + ",\"safetySettings\":[{\"category\":\"HARM_CATEGORY_HARASSMENT\","
        + "\"threshold\":\"BLOCK_MEDIUM_AND_ABOVE\"}]"
        + object.substring(at);
  }

  @SafeVarargs
  private static String object(String space, List<String>... parts) {
    List<String> members = new ArrayList<>();
    for (List<String> part : parts) {
      members.addAll(part);
    }
    return space + "{" + space + String.join(space + "," + space, members) + space + "}" + space;
  }

  @Provide
  Arbitrary<Integer> guarded() {
    return Arbitraries.integers().between(0, TOKENS.size() - 1);
  }

  @Provide
  Arbitrary<String> space() {
    return Arbitraries.of("", " ", "\n", "\r\n\t", "    ");
  }

  @Provide
  Arbitrary<List<String>> members() {
    return member().list().ofMaxSize(4);
  }

  /** Names that nobody knows, among them such as nearly are guarded ones. */
  @Provide
  Arbitrary<String> member() {
    Arbitrary<String> name =
        Arbitraries.of(
            "\"x\"",
            "\"\"",
            "\"Ünï\\ud83d\\ude00😀\"",
            "\"\\\"generationConfig\\\":{\"",
            "\"generation_Config\"",
            "\"MaxOutputTokens\"",
            "\"max_output_Tokens\"",
            "\"Labels\"",
            "\"a\\/b\\u0000\"");
    return Combinators.combine(name, space(), value(2), space())
        .as((key, before, value, after) -> key + before + ":" + after + value);
  }

  private Arbitrary<String> value(int depth) {
    Arbitrary<String> scalar =
        Arbitraries.of(
            "null",
            "true",
            "-0",
            "0.10",
            "1E400",
            "12345678901234567890123",
            "\"\"",
            "\"gs://other/x\"",
            "\"\\u007b\\n\\\"}]\\\\\"",
            "\"äöü€😀\u2028\"",
            "\"{\\\"labels\\\":{}}\"");
    if (depth == 0) {
      return scalar;
    }
    Arbitrary<String> inner = value(depth - 1);
    Arbitrary<String> array =
        Combinators.combine(inner.list().ofMaxSize(3), space())
            .as((values, space) -> "[" + space + String.join(space + "," + space, values) + "]");
    Arbitrary<String> object =
        Combinators.combine(inner, inner, space())
            .as(
                (one, two, space) ->
                    "{\"labels\""
                        + space
                        + ":"
                        + one
                        + ","
                        + space
                        + "\"maxOutputTokens\":"
                        + two
                        + space
                        + "}");
    return Arbitraries.oneOf(scalar, array, object);
  }
}
