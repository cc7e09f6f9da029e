package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;
import java.math.BigDecimal;

/**
 * An instant of the recording. What it comes to is an icount: instructions retired since the start.
 */
public sealed interface Time extends Node {
  /** Calls the visitor's method for this kind of time. */
  <R> R accept(Visitor<R> visitor);

  /**
   * {@code 1_234_567}.
   *
   * @param value instructions, not negative
   */
  record Icount(Location location, long value) implements Time {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitIcount(this);
    }
  }

  /** {@code start}: icount 0. */
  record Start(Location location) implements Time {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitStart(this);
    }
  }

  /** {@code end}: of the recording. */
  record End(Location location) implements Time {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitEnd(this);
    }
  }

  /** {@code boot}: where the guest's uptime is 0. */
  record Boot(Location location) implements Time {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBoot(this);
    }
  }

  /**
   * {@code 50%} of the recording.
   *
   * @param value 0 to 100
   */
  record Percent(Location location, BigDecimal value) implements Time {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitPercent(this);
    }
  }

  /** {@code t1}: a mark or a {@code let}. */
  record Named(Location location, String name) implements Time {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitNamed(this);
    }
  }

  /**
   * {@code 2.668s}: the guest's uptime as dmesg prints it.
   *
   * @param seconds not negative
   */
  record Uptime(Location location, BigDecimal seconds) implements Time {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitUptime(this);
    }
  }

  /**
   * {@code #3}: the time of a row of the last result.
   *
   * @param number from 1
   */
  record Row(Location location, int number) implements Time {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRow(this);
    }
  }

  /**
   * {@code t1 + 1000}.
   *
   * @param instructions may be negative
   */
  record PlusInstructions(Location location, Time base, long instructions) implements Time {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitPlusInstructions(this);
    }
  }

  /**
   * {@code boot + 1.5s}.
   *
   * @param seconds of the guest's clock; may be negative
   */
  record PlusSeconds(Location location, Time base, BigDecimal seconds) implements Time {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitPlusSeconds(this);
    }
  }

  /** {@code (first call to start_kernel)}: the time of a query's one event. */
  record Event(Location location, Query query) implements Time {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitEvent(this);
    }
  }

  /** One method for each kind of time. */
  interface Visitor<R> {
    R visitIcount(Icount time);

    R visitStart(Start time);

    R visitEnd(End time);

    R visitBoot(Boot time);

    R visitPercent(Percent time);

    R visitNamed(Named time);

    R visitUptime(Uptime time);

    R visitRow(Row time);

    R visitPlusInstructions(PlusInstructions time);

    R visitPlusSeconds(PlusSeconds time);

    R visitEvent(Event time);
  }
}
