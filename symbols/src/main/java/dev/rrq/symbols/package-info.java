/** Names and types of a program: ELF, DWARF, BTF and ORC readers and the C type model. */
@org.jspecify.annotations.NullMarked
package dev.rrq.symbols;
