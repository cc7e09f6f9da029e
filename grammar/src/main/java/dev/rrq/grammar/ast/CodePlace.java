package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;

/** Instructions to be executed. */
public sealed interface CodePlace extends Node {
  /** Calls the visitor's method for this kind of place. */
  <R> R accept(Visitor<R> visitor);

  /** The entry of a function. */
  record Function(Location location, FunctionName function) implements CodePlace {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFunction(this);
    }
  }

  /**
   * {@code init/main.c:1042}: the instructions of a source line.
   *
   * @param line from 1
   */
  record SourceLine(Location location, String file, int line) implements CodePlace {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSourceLine(this);
    }
  }

  /**
   * {@code 0xffffffff81000000}: one instruction.
   *
   * @param address virtual address, raw 64 bits
   */
  record Address(Location location, long address) implements CodePlace {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAddress(this);
    }
  }

  /** One method for each kind of place. */
  interface Visitor<R> {
    R visitFunction(Function code);

    R visitSourceLine(SourceLine code);

    R visitAddress(Address code);
  }
}
