package dev.rrq.gdbrsp.target;

import dev.rrq.gdbrsp.packet.register.RawRegisters;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A target's registers with the place of each in the {@code g} packet, which holds them by number
 * without gaps. A stub may leave the last ones out.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, g</a>
 */
public final class RegisterLayout {
  private final TargetDescription description;
  private final Optional<Architecture> architecture;
  private final Map<String, Register> byName;
  private final Map<Integer, Integer> offsets = new HashMap<>();

  /** For a description. */
  public RegisterLayout(TargetDescription description) {
    this.description = description;
    this.architecture = description.architecture().flatMap(Architecture::named);
    this.byName = description.byName();
    int offset = 0;
    for (Register register : description.registers()) {
      offsets.put(register.number(), offset);
      offset += register.bytes();
    }
  }

  /** What the stub says of the target. */
  public TargetDescription description() {
    return description;
  }

  /** What this library knows of the architecture, if it has data for it. */
  public Optional<Architecture> architecture() {
    return architecture;
  }

  /** The order of the bytes of a register; little-endian for architectures without data. */
  public ByteOrder order() {
    return architecture.map(Architecture::order).orElse(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether the target has a register of this name. */
  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /**
   * The register of a name.
   *
   * @throws IllegalArgumentException with the names that there are, if there is none
   */
  public Register register(String name) {
    Register register = byName.get(name);
    if (register == null) {
      List<String> names = new ArrayList<>(byName.keySet());
      throw new IllegalArgumentException(
          "the target has no register \"" + name + "\"; it has " + String.join(", ", names));
    }
    return register;
  }

  /** The register with the address of the next instruction. */
  public Register programCounter() {
    return special(architecture.map(Architecture::programCounter).orElse(null), "code_ptr");
  }

  /** The register with the address of the stack's top. */
  public Register stackPointer() {
    return special(architecture.map(Architecture::stackPointer).orElse(null), "data_ptr");
  }

  /** The values of all registers that the stub gave at once. */
  public RegisterValues values(RawRegisters raw) {
    return new RegisterValues(this, raw);
  }

  int offset(Register register) {
    Integer offset = offsets.get(register.number());
    if (offset == null) {
      throw new IllegalArgumentException("register " + register.name() + " is of another target");
    }
    return offset;
  }

  /** The register that the architecture's data names, else the last one of the type. */
  private Register special(@Nullable String name, String type) {
    if (name != null) {
      return register(name);
    }
    return description.registers().stream()
        .filter(register -> register.type().id().equals(type))
        .reduce((first, second) -> second)
        .orElseThrow(
            () -> new IllegalArgumentException("the target has no register of type " + type));
  }
}
