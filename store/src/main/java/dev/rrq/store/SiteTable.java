package dev.rrq.store;

import it.unimi.dsi.fastutil.longs.LongIterator;
import org.duckdb.DuckDBAppender;

/**
 * Fills {@link Schema#SITES}: looks each instruction that wrote up in the program's symbols and
 * line table.
 */
final class SiteTable {

  private static final String COLLECTED = "collected_sites";

  /**
   * Of symbols at one address the function wins, then the global one, then the first by name. A
   * symbol without a size reaches as far as the next one, at most a page. As signed numbers the
   * kernel's addresses are the negative ones: no other is looked up.
   */
  private static final String RESOLVE =
      """
      INSERT INTO sites
      WITH base AS (
        SELECT coalesce(max(value::BIGINT), 0) AS kaslr FROM meta WHERE key = 'kaslr_offset'),
      linked AS (
        SELECT pc, CASE WHEN pc < 0 THEN pc - kaslr END AS address, in_user
        FROM collected_sites, base),
      functions AS (
        SELECT DISTINCT ON (address) address AS start, name, size
        FROM symbols WHERE kind IN ('FUNCTION', 'LABEL') AND address < 0
          AND %s
        ORDER BY address, kind <> 'FUNCTION', NOT "global", name),
      bounded AS (
        SELECT start, name,
          CASE WHEN size > 0 THEN start + size
            ELSE least(start + 4096, coalesce(lead(start) OVER (ORDER BY start), start + 4096))
          END AS stop
        FROM functions),
      line_starts AS (
        SELECT DISTINCT ON (address) address AS start, file, line FROM lines
        ORDER BY address, line DESC)
      SELECT linked.pc,
        CASE WHEN linked.address < f.stop THEN f.name END,
        CASE WHEN linked.address < f.stop THEN linked.address - f.start END,
        CASE WHEN l.line > 0 THEN files.path END,
        CASE WHEN l.line > 0 THEN l.line END,
        linked.in_user
      FROM linked
      ASOF LEFT JOIN bounded f ON linked.address >= f.start
      ASOF LEFT JOIN line_starts l ON linked.address >= l.start
      LEFT JOIN files ON files.id = l.file
      ORDER BY linked.pc
      """
          .formatted(SymbolRow.NAMES_ADDRESSES);

  private final Catalogue catalogue;

  SiteTable(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  void write(SiteCollector sites) {
    catalogue.with(
        connection -> {
          DuckDb.execute(
              connection,
              "CREATE TEMP TABLE " + COLLECTED + " (pc BIGINT, in_user BOOLEAN)",
              "DELETE FROM sites");
          try (DuckDBAppender appender = connection.createAppender("temp", "main", COLLECTED)) {
            for (LongIterator pcs = sites.pcs().iterator(); pcs.hasNext(); ) {
              long pc = pcs.nextLong();
              appender.beginRow().append(pc).append(sites.inUser(pc)).endRow();
            }
          }
          DuckDb.execute(connection, RESOLVE, "DROP TABLE " + COLLECTED);
        });
  }
}
