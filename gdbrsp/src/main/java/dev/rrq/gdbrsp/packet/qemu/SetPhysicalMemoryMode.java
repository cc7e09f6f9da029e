package dev.rrq.gdbrsp.packet.qemu;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.Acknowledged;

/**
 * {@code Qqemu.PhyMemMode}: whether memory packets take physical addresses from now on.
 *
 * @see <a href="https://www.qemu.org/docs/master/system/gdb.html#examining-physical-memory">QEMU,
 *     Examining physical memory</a>
 */
public record SetPhysicalMemoryMode(boolean physical) implements Acknowledged {

  @Override
  public Payload encode() {
    return Payload.ascii("Qqemu.PhyMemMode:" + (physical ? "1" : "0"));
  }
}
