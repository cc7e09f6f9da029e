package dev.rrq.indexer.kernel;

import dev.rrq.store.SymbolRows;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.SymbolSink;
import java.util.Locale;

/** Writes what is read from a program to symbol tables. */
public final class SymbolTableSink implements SymbolSink {

  private final SymbolRows tables;

  /** Writes to these. */
  public SymbolTableSink(SymbolRows tables) {
    this.tables = tables;
  }

  @Override
  public void file(int id, String path) {
    tables.file(id, path);
  }

  @Override
  public void type(CType type) {
    if (type instanceof CType.Base base) {
      tables.baseType(base.id(), base.name(), base.size(), word(base.encoding()));
    } else if (type instanceof CType.Pointer pointer) {
      tables.pointer(pointer.id(), pointer.target(), pointer.size());
    } else if (type instanceof CType.Array array) {
      tables.array(array.id(), array.element(), array.count());
    } else if (type instanceof CType.Composite composite) {
      composite(composite);
    } else if (type instanceof CType.Enumeration enumeration) {
      enumeration(enumeration);
    } else if (type instanceof CType.Typedef typedef) {
      tables.typedef(typedef.id(), typedef.name(), typedef.target());
    } else if (type instanceof CType.Qualified qualified) {
      tables.qualified(qualified.id(), word(qualified.qualifier()), qualified.target());
    } else if (type instanceof CType.Prototype prototype) {
      prototype(prototype);
    } else if (type instanceof CType.Forward forward) {
      tables.forward(forward.id(), forward.keyword(), forward.name());
    } else {
      tables.voidType(type.id());
    }
  }

  private void composite(CType.Composite composite) {
    boolean union = composite.kind() == CType.CompositeKind.UNION;
    tables.composite(composite.id(), union, composite.name(), composite.size());
    for (CType.Member member : composite.members()) {
      tables.member(
          composite.id(), member.name(), member.type(), member.bitOffset(), member.bitSize());
    }
  }

  private void enumeration(CType.Enumeration enumeration) {
    tables.enumeration(
        enumeration.id(), enumeration.name(), enumeration.size(), enumeration.signed());
    for (CType.Enumerator enumerator : enumeration.enumerators()) {
      tables.enumerator(enumeration.id(), enumerator.name(), enumerator.value());
    }
  }

  private void prototype(CType.Prototype prototype) {
    tables.prototype(prototype.id(), prototype.returnType(), prototype.variadic());
    for (CType.Parameter parameter : prototype.parameters()) {
      tables.prototypeParameter(prototype.id(), parameter.name(), parameter.type());
    }
  }

  @Override
  public void symbol(Symbol symbol) {
    tables.symbol(
        symbol.name(),
        symbol.kind().name(),
        symbol.global(),
        symbol.address(),
        symbol.size(),
        symbol.type(),
        symbol.file(),
        symbol.line(),
        symbol.section());
  }

  @Override
  public void parameter(long function, int ordinal, String name, int type) {
    tables.parameter(function, ordinal, name, type);
  }

  @Override
  public void line(long address, int file, int line) {
    tables.line(address, file, line);
  }

  @Override
  public void inlined(long low, long high, int depth, String function, int callFile, int callLine) {
    tables.inlined(low, high, depth, function, callFile, callLine);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
