package dev.rrq.gdbrsp.packet.qemu;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.resume.Resume;

/**
 * {@code Qqemu.seek}: goes to an instruction count of a replay, in either direction, and stops
 * before anything else happens there. A QEMU with rrq's patch has it.
 *
 * @param icount where to go
 */
public record Seek(long icount) implements Resume {

  @Override
  public Payload encode() {
    return Payload.ascii("Qqemu.seek:" + Hex.number(icount));
  }
}
