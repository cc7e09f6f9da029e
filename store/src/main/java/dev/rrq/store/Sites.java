package dev.rrq.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code sites} in memory: the instructions that wrote, with their places in the source.
 * Some tens of bytes for each, of which a boot has 61,000.
 */
public final class Sites {

  /** What an absent number is stored as; no offset within a function, and no line, is negative. */
  private static final int UNKNOWN = -1;

  private final long[] pcs;
  private final @Nullable String[] functions;
  private final @Nullable String[] files;
  private final long[] offsets;
  private final int[] lines;
  private final boolean[] inUser;

  private Sites(int count) {
    pcs = new long[count];
    functions = new @Nullable String[count];
    files = new @Nullable String[count];
    offsets = new long[count];
    lines = new int[count];
    inUser = new boolean[count];
  }

  static Sites load(DuckDBConnection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Sites sites;
      try (ResultSet count = statement.executeQuery("SELECT count(*) FROM sites")) {
        count.next();
        sites = new Sites(count.getInt(1));
      }
      Map<String, String> texts = new HashMap<>();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT pc, \"function\", file, coalesce(\"offset\", -1), coalesce(line, -1), in_user"
                  + " FROM sites ORDER BY pc")) {
        for (int i = 0; rows.next(); i++) {
          sites.pcs[i] = rows.getLong(1);
          sites.functions[i] = one(texts, rows.getString(2));
          sites.files[i] = one(texts, rows.getString(3));
          sites.offsets[i] = rows.getLong(4);
          sites.lines[i] = rows.getInt(5);
          sites.inUser[i] = rows.getBoolean(6);
        }
      }
      return sites;
    }
  }

  private static @Nullable String one(Map<String, String> texts, @Nullable String text) {
    return text == null ? null : texts.computeIfAbsent(text, same -> same);
  }

  /**
   * The function that an instruction belongs to; null if that is not known, or no site is there.
   */
  public @Nullable String function(long pc) {
    int site = find(pc);
    return site < 0 ? null : functions[site];
  }

  /** The source file of an instruction; null if that is not known, or no site is there. */
  public @Nullable String file(long pc) {
    int site = find(pc);
    return site < 0 ? null : files[site];
  }

  /** How far into its function an instruction is; null if that is not known. */
  public @Nullable Long offset(long pc) {
    int site = find(pc);
    return site < 0 || offsets[site] == UNKNOWN ? null : (Long) offsets[site];
  }

  /** The source line of an instruction; null if that is not known. */
  public @Nullable Long line(long pc) {
    int site = find(pc);
    return site < 0 || lines[site] == UNKNOWN ? null : (Long) (long) lines[site];
  }

  /** 1 if an instruction wrote in user mode at least once, else 0; null if no site is there. */
  public @Nullable Long inUser(long pc) {
    int site = find(pc);
    return site < 0 ? null : (Long) (inUser[site] ? 1L : 0L);
  }

  private int find(long pc) {
    return Arrays.binarySearch(pcs, pc);
  }
}
