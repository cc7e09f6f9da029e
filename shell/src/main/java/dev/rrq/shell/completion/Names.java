package dev.rrq.shell.completion;

import java.util.List;

/** The names of a trace, for completion; each list is short and comes at once. */
public interface Names {

  /** Those of no trace. */
  Names NONE = new None();

  /**
   * Variables whose names start so, in any case; those of a module or file where it starts with one
   * and a {@code :}. Modules end in a {@code :}.
   */
  List<String> symbols(String prefix, int limit);

  /** Functions whose names start so; as for variables. */
  List<String> functions(String prefix, int limit);

  /** Tags and type names that start so. */
  List<String> types(String prefix, int limit);

  /**
   * The members of an object.
   *
   * @param object a place's text: {@code init_task.se}
   */
  List<String> members(String object);

  /** Names of tasks that ran. */
  List<String> tasks();

  /** Marks and what was bound by {@code let}. */
  List<String> marks();

  /** The columns that answers have. */
  List<String> columns();

  /** No names at all. */
  final class None implements Names {
    private None() {}

    @Override
    public List<String> symbols(String prefix, int limit) {
      return List.of();
    }

    @Override
    public List<String> functions(String prefix, int limit) {
      return List.of();
    }

    @Override
    public List<String> types(String prefix, int limit) {
      return List.of();
    }

    @Override
    public List<String> members(String object) {
      return List.of();
    }

    @Override
    public List<String> tasks() {
      return List.of();
    }

    @Override
    public List<String> marks() {
      return List.of();
    }

    @Override
    public List<String> columns() {
      return List.of();
    }
  }
}
