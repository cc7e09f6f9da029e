package dev.rrq.gdbrsp;

import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.error.UnsupportedPacketException;
import dev.rrq.gdbrsp.packet.qemu.IcountQuery;
import dev.rrq.gdbrsp.packet.qemu.PhysicalMemoryModeQuery;
import dev.rrq.gdbrsp.packet.qemu.SetPhysicalMemoryMode;
import dev.rrq.gdbrsp.packet.qemu.SetSingleStepMask;
import dev.rrq.gdbrsp.packet.qemu.SingleStepBits;
import dev.rrq.gdbrsp.packet.qemu.SingleStepBitsQuery;
import dev.rrq.gdbrsp.packet.qemu.SingleStepFlag;
import dev.rrq.gdbrsp.packet.qemu.SingleStepMaskQuery;
import java.util.Set;

/**
 * What only QEMU's stub has.
 *
 * @see <a href="https://www.qemu.org/docs/master/system/gdb.html">QEMU, GDB usage</a>
 */
public final class QemuSettings {
  private final Stub stub;
  private final CallLimits limits;

  QemuSettings(Stub stub, CallLimits limits) {
    this.stub = stub;
    this.limits = limits;
  }

  /** The single-step flags that this QEMU, as it was started, can set. */
  public Set<SingleStepFlag> knownSingleStepFlags() throws RspException {
    try (Call call = stub.begin(limits)) {
      return call.execute(new SingleStepBitsQuery()).bits().keySet();
    }
  }

  /** The single-step flags in force; all of them at first. */
  public Set<SingleStepFlag> singleStepFlags() throws RspException {
    try (Call call = stub.begin(limits)) {
      SingleStepBits bits = call.execute(new SingleStepBitsQuery());
      return bits.decode(call.execute(new SingleStepMaskQuery()));
    }
  }

  /** Sets the single-step flags. */
  public void singleStepFlags(Set<SingleStepFlag> flags) throws RspException {
    try (Call call = stub.begin(limits)) {
      SingleStepBits bits = call.execute(new SingleStepBitsQuery());
      if (!bits.knows(flags)) {
        throw new UnsupportedPacketException(
            "this QEMU knows the single-step flags "
                + bits.bits().keySet()
                + ", not all of "
                + flags);
      }
      call.execute(new SetSingleStepMask(bits.encode(flags)));
    }
  }

  /** Whether memory calls take physical addresses. */
  public boolean physicalMemory() throws RspException {
    try (Call call = stub.begin(limits)) {
      return call.execute(new PhysicalMemoryModeQuery());
    }
  }

  /** Makes memory calls take physical addresses, or virtual ones again. */
  public void physicalMemory(boolean physical) throws RspException {
    try (Call call = stub.begin(limits)) {
      call.execute(new SetPhysicalMemoryMode(physical));
    }
  }

  /** The instruction count, from a stub that tells it without the monitor's detour. */
  public long icount() throws RspException {
    try (Call call = stub.begin(limits)) {
      return call.execute(new IcountQuery());
    }
  }
}
