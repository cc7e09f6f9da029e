package dev.rrq.symbols.dwarf;

import dev.rrq.symbols.elf.ByteCursor;
import java.util.ArrayList;
import java.util.List;

/** A line number program (DWARF 5, section 6.2): its tables of files, and its rows. */
final class LineProgram {

  private static final int CONTENT_PATH = 1;
  private static final int CONTENT_DIRECTORY = 2;

  private static final int EXTENDED = 0;
  private static final int COPY = 1;
  private static final int ADVANCE_PC = 2;
  private static final int ADVANCE_LINE = 3;
  private static final int SET_FILE = 4;
  private static final int CONST_ADD_PC = 8;
  private static final int FIXED_ADVANCE_PC = 9;

  private static final int END_SEQUENCE = 1;
  private static final int SET_ADDRESS = 2;

  private final DwarfSections sections;
  private final ByteCursor cursor;
  private final int end;
  private final int offsetSize;
  private final int instructions;
  private final int minimumLength;
  private final int lineBase;
  private final int lineRange;
  private final int opcodeBase;
  private final int[] operands;
  private final FileTable files;

  private LineProgram(DwarfSections sections, int offset, String unitDirectory) {
    this.sections = sections;
    this.cursor = new ByteCursor(sections.line(), offset);
    long length = cursor.u32();
    if (length == 0xffff_ffffL) {
      length = cursor.i64();
      this.offsetSize = 8;
    } else {
      this.offsetSize = 4;
    }
    this.end = checked(cursor.position() + length);
    int version = cursor.u16();
    if (version < 2 || version > 5) {
      throw new IndexOutOfBoundsException(offset);
    }
    if (version == 5) {
      cursor.skip(2); // address and segment selector size
    }
    long headerLength = cursor.unsigned(offsetSize);
    this.instructions = checked(cursor.position() + headerLength);
    this.minimumLength = cursor.u8();
    if (version >= 4) {
      cursor.skip(1); // operations per instruction: 1 on x86
    }
    cursor.skip(1); // whether rows are statements at first: they all count here
    this.lineBase = cursor.i8();
    this.lineRange = cursor.u8();
    this.opcodeBase = cursor.u8();
    if (lineRange == 0 || opcodeBase == 0) {
      throw new IndexOutOfBoundsException(offset);
    }
    this.operands = new int[opcodeBase];
    for (int i = 1; i < opcodeBase; i++) {
      operands[i] = cursor.u8();
    }
    this.files = version == 5 ? readTables() : readOldTables(unitDirectory);
  }

  private int checked(long position) {
    if (position < 0 || position > sections.line().size()) {
      throw new IndexOutOfBoundsException();
    }
    return (int) position;
  }

  /** Reads the header of the program at an offset in {@code .debug_line}. */
  static LineProgram at(int offset, String unitDirectory, DwarfSections sections) {
    return new LineProgram(sections, offset, unitDirectory);
  }

  FileTable files() {
    return files;
  }

  private FileTable readOldTables(String unitDirectory) {
    List<String> directories = new ArrayList<>();
    directories.add(unitDirectory);
    for (String name = cursor.cString(); !name.isEmpty(); name = cursor.cString()) {
      directories.add(name);
    }
    List<FileTable.Entry> entries = new ArrayList<>();
    for (String name = cursor.cString(); !name.isEmpty(); name = cursor.cString()) {
      entries.add(new FileTable.Entry(name, cursor.uleb32()));
      cursor.skipLeb(); // time of modification
      cursor.skipLeb(); // size
    }
    return new FileTable(directories, entries, 1);
  }

  private FileTable readTables() {
    List<String> directories = readEntries().stream().map(FileTable.Entry::name).toList();
    return new FileTable(directories, readEntries(), 0);
  }

  private List<FileTable.Entry> readEntries() {
    int columns = cursor.u8();
    int[] contents = new int[columns];
    int[] forms = new int[columns];
    for (int i = 0; i < columns; i++) {
      contents[i] = cursor.uleb32();
      forms[i] = cursor.uleb32();
    }
    int count = cursor.uleb32();
    if (count > end - cursor.position()) {
      throw new IndexOutOfBoundsException(cursor.position());
    }
    List<FileTable.Entry> entries = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String name = "";
      int directory = 0;
      for (int column = 0; column < columns; column++) {
        switch (contents[column]) {
          case CONTENT_PATH -> name = path(forms[column]);
          case CONTENT_DIRECTORY -> directory = directory(forms[column]);
          default -> Form.skip(cursor, forms[column], offsetSize, 5);
        }
      }
      entries.add(new FileTable.Entry(name, directory));
    }
    return entries;
  }

  private String path(int form) {
    return switch (form) {
      case Dwarf.FORM_STRING -> cursor.cString();
      case Dwarf.FORM_LINE_STRP ->
          sections.lineStr().cString(Math.toIntExact(cursor.unsigned(offsetSize)));
      case Dwarf.FORM_STRP -> sections.str().cString(Math.toIntExact(cursor.unsigned(offsetSize)));
      default -> {
        Form.skip(cursor, form, offsetSize, 5);
        yield "?";
      }
    };
  }

  private int directory(int form) {
    return switch (form) {
      case Dwarf.FORM_DATA1 -> cursor.u8();
      case Dwarf.FORM_DATA2 -> cursor.u16();
      default -> cursor.uleb32();
    };
  }

  /** Runs the program. */
  void run(LineRows rows, SourceFiles sources) {
    cursor.position(instructions);
    long address = 0;
    long file = 1;
    long line = 1;
    while (cursor.isBefore(end)) {
      int opcode = cursor.u8();
      if (opcode >= opcodeBase) {
        int adjusted = opcode - opcodeBase;
        address += (long) (adjusted / lineRange) * minimumLength;
        line += lineBase + adjusted % lineRange;
        rows.add(address, files.id(file, sources), (int) line);
        continue;
      }
      switch (opcode) {
        case EXTENDED -> {
          int length = cursor.uleb32();
          int next = checked(cursor.position() + (long) length);
          int extended = length == 0 ? -1 : cursor.u8();
          if (extended == END_SEQUENCE) {
            rows.endSequence(address);
            address = 0;
            file = 1;
            line = 1;
          } else if (extended == SET_ADDRESS) {
            address = cursor.i64();
          }
          cursor.position(next);
        }
        case COPY -> rows.add(address, files.id(file, sources), (int) line);
        case ADVANCE_PC -> address += cursor.uleb() * minimumLength;
        case ADVANCE_LINE -> line += cursor.sleb();
        case SET_FILE -> file = cursor.uleb();
        case CONST_ADD_PC -> address += (long) ((255 - opcodeBase) / lineRange) * minimumLength;
        case FIXED_ADVANCE_PC -> address += cursor.u16();
        default -> {
          for (int i = 0; i < operands[opcode]; i++) {
            cursor.skipLeb();
          }
        }
      }
    }
    rows.abandonSequence();
  }
}
