package dev.rrq.gdbrsp.target;

import dev.rrq.gdbrsp.packet.register.RawRegisters;

/** The values of a target's registers at one moment. Unknown is not zero: ask {@link #knows}. */
public final class RegisterValues {
  private final RegisterLayout layout;
  private final RawRegisters raw;

  RegisterValues(RegisterLayout layout, RawRegisters raw) {
    this.layout = layout;
    this.raw = raw;
  }

  /** The registers there are. */
  public RegisterLayout layout() {
    return layout;
  }

  /** Whether the stub gave a value for the register; others must be asked for one by one. */
  public boolean knows(Register register) {
    int offset = layout.offset(register);
    return raw.known(offset, offset + register.bytes());
  }

  /** The bits of a register of at most 64, zero-extended. It must be known. */
  public long number(Register register) {
    return RegisterNumbers.decode(bytes(register), layout.order());
  }

  /** The bits of the register of a name, of at most 64, zero-extended. It must be known. */
  public long number(String name) {
    return number(layout.register(name));
  }

  /** The address of the next instruction. */
  public long programCounter() {
    return number(layout.programCounter());
  }

  /** The bytes of a register in target order. It must be known. */
  public byte[] bytes(Register register) {
    if (!knows(register)) {
      throw new IllegalStateException("the stub did not give register " + register.name());
    }
    byte[] bytes = new byte[register.bytes()];
    int offset = layout.offset(register);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) raw.at(offset + i);
    }
    return bytes;
  }
}
