package dev.rrq.store;

/**
 * A column of a table.
 *
 * @param nullable whether it may be NULL, which always means "not known" or "does not apply", never
 *     zero
 * @param doc one sentence for users
 */
public record Column(String name, SqlType type, boolean nullable, Unit unit, String doc) {

  /** This column's declaration in a CREATE TABLE statement. */
  String ddl() {
    return '"' + name + "\" " + type + (nullable ? "" : " NOT NULL");
  }
}
