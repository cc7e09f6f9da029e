package dev.rrq.planner.trace;

import dev.rrq.store.SourceLine;
import dev.rrq.store.SymbolRow;
import dev.rrq.store.SymbolTables;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What instructions are called: their functions, their lines, and the text of these. */
public final class CodeNames {

  private final SymbolTables symbols;
  private final long offset;
  private final SourceFiles sources;

  CodeNames(SymbolTables symbols, long offset, SourceFiles sources) {
    this.symbols = symbols;
    this.offset = offset;
    this.sources = sources;
  }

  /** Makes all that is looked up by the thousand quick. */
  public void prepare() {
    symbols.index();
    symbols.loadLines();
  }

  /** The function of an instruction; null if none is known. */
  @Nullable String function(long pc) {
    return pc >= 0 ? null : symbols.functionAt(pc - offset).map(SymbolRow::name).orElse(null);
  }

  /** The source line of an instruction; null if none is known. */
  @Nullable String location(long pc) {
    return line(pc).map(line -> line.file() + ":" + line.line()).orElse(null);
  }

  /** The text of that line; null if it is not there. */
  @Nullable String source(long pc) {
    return line(pc).flatMap(sources::text).orElse(null);
  }

  /** Where the text of lines comes from. */
  public SourceFiles sources() {
    return sources;
  }

  private Optional<SourceLine> line(long pc) {
    return pc >= 0 ? Optional.empty() : symbols.lineAt(pc - offset);
  }
}
