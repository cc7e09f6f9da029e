/** The commands that make and look after traces: record, index, verify, info, demo, doctor. */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell.work;
