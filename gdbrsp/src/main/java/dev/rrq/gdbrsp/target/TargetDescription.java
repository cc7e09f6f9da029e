package dev.rrq.gdbrsp.target;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a target is: its architecture and its registers.
 *
 * @param architecture as GDB calls it, such as {@code i386:x86-64}; empty if the stub does not say
 * @param osAbi the system whose conventions hold, empty if the stub does not say
 * @param compatible other architectures whose programs it runs
 * @param features names of the groups of registers, in the stub's order
 * @param registers all of them, by number
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Target-Descriptions.html">GDB
 *     manual, Target Descriptions</a>
 */
public record TargetDescription(
    Optional<String> architecture,
    Optional<String> osAbi,
    List<String> compatible,
    List<String> features,
    List<Register> registers) {

  /** Keeps copies of the lists. */
  public TargetDescription {
    compatible = List.copyOf(compatible);
    features = List.copyOf(features);
    registers = List.copyOf(registers);
  }

  /** The registers by name, in the order of their numbers. */
  Map<String, Register> byName() {
    return index(registers);
  }

  private static Map<String, Register> index(Collection<Register> registers) {
    Map<String, Register> byName = new LinkedHashMap<>();
    registers.forEach(register -> byName.put(register.name(), register));
    return byName;
  }
}
