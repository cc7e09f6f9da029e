/**
 * The convention of what DuckDB runs: physical nodes, the SQL they become, and the rows that come
 * back. The only package of the planner that sees {@code org.duckdb}.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.planner.duckdb;
