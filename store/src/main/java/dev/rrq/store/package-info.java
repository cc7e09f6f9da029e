/** The trace store: one schema, Parquet segments, a DuckDB catalogue, coverage. */
@org.jspecify.annotations.NullMarked
package dev.rrq.store;
