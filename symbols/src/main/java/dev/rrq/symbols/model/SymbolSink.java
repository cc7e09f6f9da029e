package dev.rrq.symbols.model;

/**
 * Takes what is read from a program, once each, in any order of calls except that {@link #file}
 * precedes the first use of a file id. Called for millions of lines: the methods with primitive
 * parameters must not keep state per call beyond the row itself.
 */
public interface SymbolSink {

  /** A source file. Ids start at 1. */
  void file(int id, String path);

  /** A type. */
  void type(CType type);

  /** A function, variable or label. */
  void symbol(Symbol symbol);

  /**
   * A parameter of a function, in order.
   *
   * @param function the function's address as linked
   * @param ordinal 0-based
   * @param type id, or -1 if unknown
   */
  void parameter(long function, int ordinal, String name, int type);

  /**
   * The start of a run of instructions that come from one source line.
   *
   * @param address as linked
   * @param line 1-based, or 0 where the line is unknown or the run of code ends
   */
  void line(long address, int file, int line);

  /**
   * A range of instructions inlined from another function.
   *
   * @param low first address, as linked
   * @param high address after the last
   * @param depth 1 for a call inlined into the function itself, 2 for one inlined into that, ...
   * @param function the inlined function's name
   * @param callFile where the call stands
   */
  void inlined(long low, long high, int depth, String function, int callFile, int callLine);
}
