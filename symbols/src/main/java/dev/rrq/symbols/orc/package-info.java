/** ORC: the tables by which Linux unwinds its own stack (Documentation/arch/x86/orc-unwinder). */
@org.jspecify.annotations.NullMarked
package dev.rrq.symbols.orc;
