/** The x86 disassembler: Debian's libcapstone, and what it leaves out or gets wrong. */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.disassembly;
