package dev.rrq.gdbrsp.packet.qemu;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.Acknowledged;

/**
 * {@code Qqemu.sstep}: sets the single-step flags.
 *
 * @param mask of {@link SingleStepBits}
 * @see <a
 *     href="https://www.qemu.org/docs/master/system/gdb.html#changing-single-stepping-behaviour">QEMU,
 *     Changing single-stepping behaviour</a>
 */
public record SetSingleStepMask(int mask) implements Acknowledged {

  @Override
  public Payload encode() {
    return Payload.ascii("Qqemu.sstep=" + Hex.number(mask));
  }
}
