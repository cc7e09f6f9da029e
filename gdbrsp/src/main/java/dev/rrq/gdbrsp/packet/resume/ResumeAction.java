package dev.rrq.gdbrsp.packet.resume;

import dev.rrq.gdbrsp.packet.thread.ThreadId;
import java.util.Optional;

/**
 * What one thread, or all that no other action names, shall do.
 *
 * @param letter {@code c} continue, {@code s} step, {@code C} and {@code S} the same with a signal
 * @param signal for {@code C} and {@code S}, 0 to 255; else 0
 * @param thread empty for all threads
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html#vCont-packet">GDB
 *     manual, Packets, vCont</a>
 */
public record ResumeAction(char letter, int signal, Optional<ThreadId> thread) {
  /** Everything runs. */
  public static final ResumeAction CONTINUE = new ResumeAction('c', 0, Optional.empty());

  /** Everything takes a single step. */
  public static final ResumeAction STEP = new ResumeAction('s', 0, Optional.empty());

  /** Checks the letter. */
  public ResumeAction {
    if ("csCS".indexOf(letter) < 0) {
      throw new IllegalArgumentException("no resume action '" + letter + "'");
    }
  }

  /** The same for one thread only. */
  public ResumeAction of(ThreadId only) {
    return new ResumeAction(letter, signal, Optional.of(only));
  }

  String encode() {
    String action =
        Character.isUpperCase(letter) ? String.format("%c%02x", letter, signal) : letter + "";
    return ";" + action + thread.map(id -> ":" + id).orElse("");
  }
}
