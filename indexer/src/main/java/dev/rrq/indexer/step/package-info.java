/**
 * The index engine that needs nothing but a gdbstub: one instruction at a time, its effects told by
 * its encoding and the registers before it.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.step;
