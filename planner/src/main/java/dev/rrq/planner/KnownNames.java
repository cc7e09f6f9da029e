package dev.rrq.planner;

import java.util.List;

/**
 * The names that statements may use, for completion. Each call takes some milliseconds at most, but
 * for the first, which loads the symbols.
 */
public interface KnownNames {

  /**
   * Variables, and kernel modules with a {@code :} behind them.
   *
   * @param prefix how they begin; after {@code binfmt_misc:} or a source file and a {@code :} only
   *     those of it are told, with that before them
   * @param limit how many at most
   */
  List<String> variables(String prefix, int limit);

  /**
   * Functions, and kernel modules; as for variables.
   *
   * @param limit how many at most
   */
  List<String> functions(String prefix, int limit);

  /**
   * Types, with {@code struct} and the like before a tag.
   *
   * @param limit how many at most
   */
  List<String> types(String prefix, int limit);

  /**
   * The members of an object.
   *
   * @param object what stands before the {@code .} or {@code ->}, such as {@code init_task.se}
   * @return in order of declaration; none if it has none
   */
  List<String> members(String object);

  /** The names under which tasks ran. */
  List<String> tasks();

  /** The names of times, places and values of this session. */
  List<String> bound();

  /** The columns that events have. */
  List<String> columns();
}
