/**
 * Writes Parquet files of integer columns, fast: pages are encoded from arrays, with the encoding
 * that suits each column.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.store.parquet;
