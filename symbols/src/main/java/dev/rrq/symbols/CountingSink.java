package dev.rrq.symbols;

import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.SymbolSink;

/** Passes everything on and counts it. */
final class CountingSink implements SymbolSink {

  private final SymbolSink target;
  private int functions;
  private int variables;
  private int labels;
  private int types;
  private int lines;
  private int inlined;

  CountingSink(SymbolSink target) {
    this.target = target;
  }

  ImportSummary summary(int unreadUnits) {
    return new ImportSummary(types, functions, variables, labels, lines, inlined, unreadUnits);
  }

  @Override
  public void file(int id, String path) {
    target.file(id, path);
  }

  @Override
  public void type(CType type) {
    types++;
    target.type(type);
  }

  @Override
  public void symbol(Symbol symbol) {
    switch (symbol.kind()) {
      case FUNCTION -> functions++;
      case OBJECT, PER_CPU_OBJECT -> variables++;
      case LABEL -> labels++;
    }
    target.symbol(symbol);
  }

  @Override
  public void parameter(long function, int ordinal, String name, int type) {
    target.parameter(function, ordinal, name, type);
  }

  @Override
  public void line(long address, int file, int line) {
    lines++;
    target.line(address, file, line);
  }

  @Override
  public void inlined(long low, long high, int depth, String function, int callFile, int callLine) {
    inlined++;
    target.inlined(low, high, depth, function, callFile, callLine);
  }
}
