package dev.rrq.gdbrsp.target;

import java.util.Optional;

/**
 * A register as a target description declares it.
 *
 * @param name as in the architecture's manual, lower case
 * @param number in packets, from 0
 * @param bits its size, at least 1
 * @param type how to read its bits
 * @param group such as {@code float}, empty for none
 * @param feature the name of the feature that declares it
 * @param saved whether a debugger saves it around a call
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Target-Description-Format.html">GDB
 *     manual, Target Description Format, Registers</a>
 */
public record Register(
    String name,
    int number,
    int bits,
    TargetType type,
    Optional<String> group,
    String feature,
    boolean saved) {

  /** Its size in packets. */
  public int bytes() {
    return (bits + 7) / 8;
  }
}
