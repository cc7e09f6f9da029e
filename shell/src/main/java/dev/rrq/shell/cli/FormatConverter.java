package dev.rrq.shell.cli;

import dev.rrq.shell.output.Format;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --format}. */
final class FormatConverter implements ITypeConverter<Format> {

  @Override
  public Format convert(String name) {
    return Format.named(name)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "there is no format '" + name + "'; there are " + String.join(", ", names())));
  }

  private static List<String> names() {
    return Arrays.stream(Format.values()).map(Format::id).toList();
  }

  /** The names for help and completion. */
  static final class Names implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return names().iterator();
    }
  }
}
