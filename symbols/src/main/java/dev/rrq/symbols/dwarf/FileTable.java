package dev.rrq.symbols.dwarf;

import java.util.List;

/** The files that a line program and the entries of its unit refer to by number. */
final class FileTable {

  /** No files. */
  static final FileTable EMPTY = new FileTable(List.of(), List.of(), 0);

  /** A file in a directory of the table, by number. */
  record Entry(String name, int directory) {}

  private final List<String> directories;
  private final List<Entry> entries;
  private final int firstNumber;
  private final int[] ids;

  /**
   * @param directories by number; the first is the unit's own
   * @param firstNumber the number of the first file: 0 since DWARF 5, 1 before
   */
  FileTable(List<String> directories, List<Entry> entries, int firstNumber) {
    this.directories = directories;
    this.entries = entries;
    this.firstNumber = firstNumber;
    this.ids = new int[entries.size()];
  }

  /** The import's id of a file, or 0 where the number is out of range. */
  int id(long number, SourceFiles files) {
    long index = number - firstNumber;
    if (index < 0 || index >= ids.length) {
      return 0;
    }
    int at = (int) index;
    if (ids[at] == 0) {
      Entry entry = entries.get(at);
      int directory = entry.directory();
      String within =
          directory > 0 && directory < directories.size() ? directories.get(directory) : "";
      ids[at] = files.id(directories.isEmpty() ? "" : directories.get(0), within, entry.name());
    }
    return ids[at];
  }
}
