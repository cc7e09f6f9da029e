package dev.rrq.gdbrsp.packet.qemu;

/**
 * How QEMU makes a single step. Without flags, timers run and interrupts are taken in a step.
 *
 * @see <a
 *     href="https://www.qemu.org/docs/master/system/gdb.html#changing-single-stepping-behaviour">QEMU,
 *     Changing single-stepping behaviour</a>
 */
public enum SingleStepFlag {
  /** Single steps are on. */
  ENABLE,
  /** No interrupt is taken in a step. */
  NOIRQ,
  /** Timers stand still in a step. */
  NOTIMER
}
