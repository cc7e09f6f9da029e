package dev.rrq.indexer.recording;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Why a recording ended. */
public enum End {
  /** The guest powered itself off. */
  POWER_OFF,
  /** The guest reset itself: a reboot, or a triple fault. */
  RESET,
  /** The guest's kernel panicked. */
  PANIC,
  /** The guest executed nothing more: halted with its interrupts off. */
  HALTED,
  /** The time limit came. */
  TIME_LIMIT,
  /** The user ended it. */
  INTERRUPTED;

  /** The name in the manifest, as in {@code power_off}. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
