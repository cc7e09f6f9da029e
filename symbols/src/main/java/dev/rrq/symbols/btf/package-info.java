/**
 * BPF Type Format: the compact, deduplicated types that Linux carries of itself (kernel
 * documentation, bpf/btf).
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.symbols.btf;
