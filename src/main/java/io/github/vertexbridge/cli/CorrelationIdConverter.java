package io.github.vertexbridge.cli;

import io.github.vertexbridge.call.CorrelationId;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a correlation id from the command line. */
final class CorrelationIdConverter implements ITypeConverter<CorrelationId> {
  @Override
  public CorrelationId convert(String text) {
    return CorrelationId.parse(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "a correlation id is 16 to 64 letters, digits, dashes and underscores"));
  }
}
