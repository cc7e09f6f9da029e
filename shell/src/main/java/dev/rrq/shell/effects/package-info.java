/** What instructions write and from what, read from a disassembler's answers. */
@org.jspecify.annotations.NullMarked
package dev.rrq.shell.effects;
