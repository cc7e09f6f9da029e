package dev.rrq.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.duckdb.DuckDBConnection;

/**
 * The tree of calling contexts, in memory: 13 bytes a context. A context is what a return address
 * is below another; {@link #frames} follows it to the root.
 */
public final class Contexts {

  /** The context of which no caller is known. */
  public static final int ROOT = 0;

  /** How control came to a context. */
  public enum Kind {
    /** By a call; the frame's pc is the return address. */
    CALL,
    /** By an interrupt or exception; the frame's pc is that of the interrupted instruction. */
    INTERRUPT,
    /** By a system call instruction, whose pc is the frame's. */
    SYSCALL
  }

  /**
   * A caller.
   *
   * @param pc a virtual address; see {@link Kind}
   * @param kind how it left for what it called
   */
  public record Frame(long pc, Kind kind) {}

  private static final Kind[] KINDS = Kind.values();

  private final int[] parents;
  private final long[] pcs;
  private final byte[] kinds;

  private Contexts(int count) {
    parents = new int[count];
    pcs = new long[count];
    kinds = new byte[count];
  }

  static Contexts load(DuckDBConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Contexts contexts;
      try (ResultSet count =
          statement.executeQuery("SELECT coalesce(max(id), 0) + 1 FROM contexts")) {
        count.next();
        contexts = new Contexts(count.getInt(1));
      }
      try (ResultSet rows = statement.executeQuery("SELECT id, parent, pc, kind FROM contexts")) {
        while (rows.next()) {
          int id = rows.getInt(1);
          contexts.parents[id] = rows.getInt(2);
          contexts.pcs[id] = rows.getLong(3);
          contexts.kinds[id] = rows.getByte(4);
        }
      }
      return contexts;
    }
  }

  /** The number of contexts, the root among them. */
  public int size() {
    return parents.length;
  }

  /** The context of the caller; of the root, itself. */
  public int parent(int context) {
    return parents[context];
  }

  /** The frame that a context adds to its parent. */
  public Frame frame(int context) {
    return new Frame(pcs[context], KINDS[kinds[context]]);
  }

  /** The callers, innermost first; empty for the root. */
  public List<Frame> frames(int context) {
    List<Frame> frames = new ArrayList<>();
    for (int at = context; at != ROOT; at = parents[at]) {
      frames.add(frame(at));
    }
    return frames;
  }
}
