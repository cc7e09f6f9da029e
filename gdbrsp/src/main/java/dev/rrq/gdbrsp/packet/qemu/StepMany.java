package dev.rrq.gdbrsp.packet.qemu;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.resume.Resume;

/**
 * {@code Qqemu.steps}: makes so many single steps and keeps a log of them for {@code qXfer}. A QEMU
 * with rrq's patch has it.
 *
 * @param steps how many, at least 1
 */
public record StepMany(long steps) implements Resume {

  @Override
  public Payload encode() {
    return Payload.ascii("Qqemu.steps:" + Hex.number(steps));
  }
}
