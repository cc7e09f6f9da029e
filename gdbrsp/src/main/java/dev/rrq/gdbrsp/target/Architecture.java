package dev.rrq.gdbrsp.target;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What a debugger must know of an architecture that target descriptions do not say; all of it is
 * data in {@code architectures.properties}.
 *
 * @param id this library's name for it
 * @param names those that descriptions give it
 * @param order of the bytes of registers and numbers in memory
 * @param programCounter name of the register
 * @param stackPointer name of the register
 * @param framePointer name of the register
 * @param breakpointBytes the length that breakpoint packets take for an instruction
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Architecture_002dSpecific-Protocol-Details.html">GDB
 *     manual, Architecture-Specific Protocol Details</a>
 */
public record Architecture(
    String id,
    List<String> names,
    ByteOrder order,
    String programCounter,
    String stackPointer,
    String framePointer,
    int breakpointBytes) {
  private static final List<Architecture> KNOWN = load();

  /** All that this library has data for. */
  public static List<Architecture> known() {
    return KNOWN;
  }

  /** The one that a description names. */
  public static Optional<Architecture> named(String name) {
    return KNOWN.stream().filter(known -> known.names.contains(name)).findFirst();
  }

  /** Its registers as stubs have them that give no description, if this library has a list. */
  public Optional<TargetDescription> standardDescription() {
    try (InputStream in = Architecture.class.getResourceAsStream(id + ".xml")) {
      if (in == null) {
        return Optional.empty();
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Optional.of(TargetXml.read(annex -> text));
    } catch (IOException broken) {
      throw new UncheckedIOException("the library's own " + id + ".xml", broken);
    }
  }

  private static List<Architecture> load() {
    Properties data = new Properties();
    try (InputStream in = Architecture.class.getResourceAsStream("architectures.properties")) {
      data.load(in);
    } catch (IOException broken) {
      throw new UncheckedIOException("the library's own architectures.properties", broken);
    }
    List<Architecture> known = new ArrayList<>();
    for (String id : List.of(data.getProperty("architectures").split(" +", 0))) {
      known.add(
          new Architecture(
              id,
              List.of(data.getProperty(id + ".names").split(" +", 0)),
              data.getProperty(id + ".order").equals("big")
                  ? ByteOrder.BIG_ENDIAN
                  : ByteOrder.LITTLE_ENDIAN,
              data.getProperty(id + ".pc"),
              data.getProperty(id + ".sp"),
              data.getProperty(id + ".fp"),
              Integer.parseInt(data.getProperty(id + ".breakpoint"))));
    }
    return List.copyOf(known);
  }
}
