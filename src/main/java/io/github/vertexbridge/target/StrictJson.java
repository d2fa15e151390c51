package io.github.vertexbridge.target;

import static io.github.vertexbridge.target.Refusals.refusal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.vertexbridge.call.FailureCode;
import io.github.vertexbridge.call.FailureException;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Reads JSON from strangers as RFC 8259 has it, token by token, with the place of each token in the
 * bytes. What is no JSON, or nested too deep, is a refusal that does not quote it.
 */
public final class StrictJson {
  /** As deep as protobuf's own JSON reader goes. */
  private static final int DEEPEST = 100;

  /** Length is limited where bodies come in. */
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private StrictJson() {}

  /** What is done with the tokens. */
  @FunctionalInterface
  public interface Reading<T> {
    T read(JsonParser tokens) throws IOException;
  }

  /**
   * Reads a body.
   *
   * @param utf8 well-formed UTF-8
   * @throws FailureException BODY_NOT_JSON
   */
  public static <T> T read(byte[] utf8, Reading<T> reading) {
    return read(utf8, 0, utf8.length, reading);
  }

  /** The same for a part of a body; byte offsets of the tokens count from {@code start}. */
  public static <T> T read(byte[] utf8, int start, int end, Reading<T> reading) {
    // No JSON has a zero byte, but one of the first four makes the parser guess at UTF-16 or 32.
    for (int i = start; i < Math.min(end, start + 4); i++) {
      if (utf8[i] == 0) {
        throw notJson("The body is not valid JSON.");
      }
    }
    try (JsonParser tokens = FACTORY.createParser(utf8, start, end - start)) {
      return reading.read(tokens);
    } catch (StreamConstraintsException e) {
      throw notJson("The body is nested more than " + DEEPEST + " levels deep.");
    } catch (JsonProcessingException e) {
      throw notJson("The body is not valid JSON" + position(e.getLocation()) + ".");
    } catch (IOException e) {
      throw new UncheckedIOException(e); // bytes in memory have no I/O
    }
  }

  /** Passes over one whole document, which ends where the bytes end. */
  public static void check(byte[] utf8) {
    read(
        utf8,
        tokens -> {
          if (tokens.nextToken() == null) {
            throw notJson("The body is empty.");
          }
          end(tokens.skipChildren());
          return true;
        });
  }

  /** Nothing may follow. */
  static void end(JsonParser tokens) throws IOException {
    if (tokens.nextToken() != null) {
      throw notJson("The body goes on after its JSON value.");
    }
  }

  /** Without the parser's own text, which quotes the body. */
  private static String position(JsonLocation at) {
    return at == null ? "" : " at line " + at.getLineNr() + " column " + at.getColumnNr();
  }

  static FailureException notJson(String seen) {
    return refusal(FailureCode.BODY_NOT_JSON, seen, "Send a body as RFC 8259 defines it.");
  }
}
