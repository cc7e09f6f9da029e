package dev.rrq.store;

import java.nio.file.Path;
import java.sql.SQLException;
import org.duckdb.DuckDBAppender;
import org.jspecify.annotations.Nullable;

/** Takes the rows of what is known of a program: its types, symbols and lines. */
public abstract class SymbolRows {

  private final Path file;
  private int ordinal;
  private int ordinalOwner = -1;

  /** Rows of a file, which failures name. */
  SymbolRows(Path file) {
    this.file = file;
  }

  /** What adds rows to a table. */
  abstract DuckDBAppender appender(Table table);

  /** A source file; ids start at 1. */
  public void file(int id, String path) {
    add(Schema.FILES, row -> row.append(id).append(path));
  }

  /** The type {@code void}. */
  public void voidType(int id) {
    type(id, "void", null, null, null, null, null);
  }

  /**
   * An arithmetic type.
   *
   * @param size in bytes
   * @param encoding how its bits are read, as a word
   */
  public void baseType(int id, String name, int size, String encoding) {
    type(id, "base", name, (long) size, null, null, encoding);
  }

  /** A pointer. */
  public void pointer(int id, int target, int size) {
    type(id, "pointer", null, (long) size, target, null, null);
  }

  /** One dimension of an array; count is -1 where the type does not say. */
  public void array(int id, int element, long count) {
    type(id, "array", null, null, element, count, null);
  }

  /** A structure or union, before its members. */
  public void composite(int id, boolean union, @Nullable String tag, long size) {
    type(id, union ? "union" : "struct", tag, size, null, null, null);
  }

  /** The next member of a composite. */
  public void member(int composite, @Nullable String name, int type, long bitOffset, int bitSize) {
    int position = next(composite);
    add(
        Schema.MEMBERS,
        row -> {
          row.append(composite).append(position);
          appendText(row, name).append(type).append(bitOffset).append(bitSize);
        });
  }

  /** An enumeration, before its constants. */
  public void enumeration(int id, @Nullable String tag, int size, boolean signed) {
    type(id, "enum", tag, (long) size, null, null, signed ? "signed" : "unsigned");
  }

  /** The next constant of an enumeration. */
  public void enumerator(int enumeration, String name, long value) {
    int position = next(enumeration);
    add(
        Schema.ENUMERATORS,
        row -> row.append(enumeration).append(position).append(name).append(value));
  }

  /** Another name for a type. */
  public void typedef(int id, String name, int target) {
    type(id, "typedef", name, null, target, null, null);
  }

  /**
   * A qualified type.
   *
   * @param qualifier as a word
   */
  public void qualified(int id, String qualifier, int target) {
    type(id, "qualified", null, null, target, null, qualifier);
  }

  /** A function's type, before its parameters. */
  public void prototype(int id, int returnType, boolean variadic) {
    type(id, "prototype", null, null, returnType, null, variadic ? "variadic" : null);
  }

  /** The next parameter of a prototype. */
  public void prototypeParameter(int prototype, @Nullable String name, int type) {
    int position = next(prototype);
    add(
        Schema.PROTOTYPE_PARAMETERS,
        row -> appendText(row.append(prototype).append(position), name).append(type));
  }

  /**
   * A structure, union or enumeration that is named but not defined.
   *
   * @param keyword {@code struct}, {@code union} or {@code enum}
   */
  public void forward(int id, String keyword, String name) {
    type(id, "forward", name, null, null, null, keyword);
  }

  /** A function, variable or label; the parameters are as in {@link SymbolRow}. */
  public void symbol(
      String name,
      String kind,
      boolean global,
      long address,
      long size,
      int type,
      int declaredIn,
      int line,
      @Nullable String section) {
    add(
        Schema.SYMBOLS,
        row -> {
          row.append(name).append(kind).append(global).append(address).append(size);
          appendText(row.append(type).append(declaredIn).append(line), section);
        });
  }

  /** The same of a row. */
  public void symbol(SymbolRow row) {
    symbol(
        row.name(),
        row.kind(),
        row.global(),
        row.address(),
        row.size(),
        row.type(),
        row.file(),
        row.line(),
        row.section());
  }

  /** A parameter of a function. */
  public void parameter(long function, int position, String name, int type) {
    add(Schema.PARAMETERS, row -> row.append(function).append(position).append(name).append(type));
  }

  /** The start of a run of instructions that come from one source line; line 0 ends it. */
  public void line(long address, int sourceFile, int line) {
    add(Schema.LINES, row -> row.append(address).append(sourceFile).append(line));
  }

  /** A range of instructions inlined from another function. */
  public void inlined(long low, long high, int depth, String function, int callFile, int callLine) {
    add(
        Schema.INLINES,
        row -> {
          row.append(low).append(high).append(depth);
          row.append(function).append(callFile).append(callLine);
        });
  }

  private void type(
      int id,
      String kind,
      @Nullable String name,
      @Nullable Long size,
      @Nullable Integer target,
      @Nullable Long count,
      @Nullable String attribute) {
    add(
        Schema.TYPES,
        row -> {
          appendText(row.append(id).append(kind), name);
          appendText(row.append(size).append(target).append(count), attribute);
        });
  }

  /** The position of the next part of an owner; the parts of an owner come one after the other. */
  private int next(int owner) {
    if (owner != ordinalOwner) {
      ordinalOwner = owner;
      ordinal = 0;
    }
    return ordinal++;
  }

  private static DuckDBAppender appendText(DuckDBAppender row, @Nullable String text)
      throws SQLException {
    return text == null ? row.appendNull() : row.append(text);
  }

  private void add(Table table, Row row) {
    try {
      DuckDBAppender appender = appender(table);
      appender.beginRow();
      row.fill(appender);
      appender.endRow();
    } catch (SQLException e) {
      throw DuckDb.failure(file, e);
    }
  }

  /** Fills a row. */
  @FunctionalInterface
  private interface Row {
    void fill(DuckDBAppender row) throws SQLException;
  }
}
