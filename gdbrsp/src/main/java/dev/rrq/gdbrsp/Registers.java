package dev.rrq.gdbrsp;

import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.register.RawRegisters;
import dev.rrq.gdbrsp.packet.register.ReadRegister;
import dev.rrq.gdbrsp.packet.register.ReadRegisters;
import dev.rrq.gdbrsp.packet.register.WriteRegister;
import dev.rrq.gdbrsp.packet.register.WriteRegisters;
import dev.rrq.gdbrsp.target.Register;
import dev.rrq.gdbrsp.target.RegisterLayout;
import dev.rrq.gdbrsp.target.RegisterNumbers;
import dev.rrq.gdbrsp.target.RegisterValues;

/**
 * The registers of the selected thread.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, g, G, p and P</a>
 */
public final class Registers {
  private final Stub stub;
  private final CallLimits limits;

  Registers(Stub stub, CallLimits limits) {
    this.stub = stub;
    this.limits = limits;
  }

  /** All registers that the stub gives at once. */
  public RegisterValues read() throws RspException {
    try (Call call = stub.begin(limits)) {
      RegisterLayout layout = stub.layout(call);
      return layout.values(call.execute(new ReadRegisters()));
    }
  }

  /** The bits of one register of at most 64, zero-extended. */
  public long read(String name) throws RspException {
    try (Call call = stub.begin(limits)) {
      RegisterLayout layout = stub.layout(call);
      return RegisterNumbers.decode(bytes(call, layout.register(name)), layout.order());
    }
  }

  /** The bytes of one register in target order. */
  public byte[] read(Register register) throws RspException {
    try (Call call = stub.begin(limits)) {
      return bytes(call, register);
    }
  }

  /** Sets one register of at most 64 bits. QEMU takes only 32 of them outside of 64-bit mode. */
  public void write(String name, long value) throws RspException {
    try (Call call = stub.begin(limits)) {
      RegisterLayout layout = stub.layout(call);
      Register register = layout.register(name);
      byte[] bytes = RegisterNumbers.encode(value, register.bytes(), layout.order());
      call.execute(new WriteRegister(register.number(), bytes));
    }
  }

  /** Sets one register to bytes in target order. */
  public void write(Register register, byte[] bytes) throws RspException {
    if (bytes.length != register.bytes()) {
      throw new IllegalArgumentException(
          register.name() + " has " + register.bytes() + " bytes, not " + bytes.length);
    }
    try (Call call = stub.begin(limits)) {
      call.execute(new WriteRegister(register.number(), bytes));
    }
  }

  /** Sets all registers at once to bytes as {@link ReadRegisters} gives them. */
  public void writeAll(byte[] bytes) throws RspException {
    try (Call call = stub.begin(limits)) {
      call.execute(new WriteRegisters(bytes));
    }
  }

  private static byte[] bytes(Call call, Register register) throws RspException {
    RawRegisters raw = call.execute(new ReadRegister(register.number()));
    if (raw.length() < register.bytes() || !raw.known(0, register.bytes())) {
      throw MalformedReplyException.expected(
          register.bytes() + " known bytes of register " + register.name(),
          raw.length() < register.bytes() ? raw.length() + " bytes" : "unknown ones");
    }
    byte[] bytes = new byte[register.bytes()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) raw.at(i);
    }
    return bytes;
  }
}
