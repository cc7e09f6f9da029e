package dev.rrq.indexer.modules;

import dev.rrq.indexer.kernel.KernelMemory;
import dev.rrq.store.SymbolRow;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code struct module} as it was at an instant, and the symbols that the kernel keeps for it.
 */
final class ModuleImage {

  /** More are not believed. */
  private static final int MOST_SYMBOLS = 1 << 18;

  private static final Set<String> ALIASES = Set.of("init_module", "cleanup_module");
  private static final int LONGEST_NAME = 512;
  private static final int NAME_BYTES = 56;
  private static final int SYMBOL_BYTES = 24;
  private static final int TYPE_MASK = 0xf;
  private static final int OBJECT = 1;
  private static final int FUNCTION = 2;
  private static final int GLOBAL_SHIFT = 4;
  private static final int FIRST_RESERVED_SECTION = 0xff00;

  private final KernelMemory memory;
  private final ModuleLayout layout;
  private final long t;
  private final byte[] content;
  private final ByteBuffer bytes;

  private ModuleImage(KernelMemory memory, ModuleLayout layout, long t, byte[] bytes) {
    this.memory = memory;
    this.layout = layout;
    this.t = t;
    this.content = bytes;
    this.bytes = little(bytes);
  }

  /** A symbol of the module; its address is where it was. */
  record ModuleSymbol(
      String name, String kind, boolean global, long address, long size, boolean init) {}

  /** Reads it; empty if there is none. */
  static Optional<ModuleImage> read(
      KernelMemory memory, ModuleLayout layout, long address, long t) {
    byte[] bytes = memory.read(t, address, layout.extent());
    return bytes.length < layout.extent()
        ? Optional.empty()
        : Optional.of(new ModuleImage(memory, layout, t, bytes));
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  int state() {
    return bytes.getInt(layout.state());
  }

  String name() {
    return text(content, layout.name(), NAME_BYTES);
  }

  private static String text(byte[] from, int at, int longest) {
    int end = at;
    while (end < from.length && end < at + longest && from[end] != 0) {
      end++;
    }
    return new String(from, at, end - at, StandardCharsets.UTF_8);
  }

  /** The first byte of what stays. */
  long address() {
    return bytes.getLong(layout.layouts().get(0).base());
  }

  /** How many bytes stay. */
  long size() {
    return layout.layouts().stream()
        .filter(part -> !part.init())
        .mapToLong(part -> Integer.toUnsignedLong(bytes.getInt(part.size())))
        .sum();
  }

  /** Its functions and variables; none where the kernel keeps no names. */
  List<ModuleSymbol> symbols() {
    long kallsyms = bytes.getLong(layout.kallsyms());
    byte[] head = memory.read(t, kallsyms, layout.strtab() + Long.BYTES);
    if (head.length < layout.strtab() + Long.BYTES) {
      return List.of();
    }
    ByteBuffer table = little(head);
    int count = table.getInt(layout.symbolCount());
    if (count <= 0 || count > MOST_SYMBOLS) {
      return List.of();
    }
    ByteBuffer entries =
        little(memory.read(t, table.getLong(layout.symtab()), count * SYMBOL_BYTES));
    int last = 0;
    for (int at = 0; at + SYMBOL_BYTES <= entries.limit(); at += SYMBOL_BYTES) {
      last = Math.max(last, entries.getInt(at));
    }
    byte[] names = memory.read(t, table.getLong(layout.strtab()), last + LONGEST_NAME);
    List<ModuleSymbol> symbols = new ArrayList<>();
    for (int at = 0; at + SYMBOL_BYTES <= entries.limit(); at += SYMBOL_BYTES) {
      symbol(entries.slice(at, SYMBOL_BYTES).order(ByteOrder.LITTLE_ENDIAN), names)
          .ifPresent(symbols::add);
    }
    return symbols.stream().filter(symbol -> !isAlias(symbol, symbols)).toList();
  }

  /** The compiler gives these names to what {@code module_init} and {@code module_exit} name. */
  private static boolean isAlias(ModuleSymbol symbol, List<ModuleSymbol> symbols) {
    return ALIASES.contains(symbol.name())
        && symbols.stream()
            .anyMatch(
                other -> other.address() == symbol.address() && !ALIASES.contains(other.name()));
  }

  /** ELF specification, {@code Elf64_Sym}. */
  private Optional<ModuleSymbol> symbol(ByteBuffer entry, byte[] names) {
    int type = entry.get(4) & TYPE_MASK;
    int section = Short.toUnsignedInt(entry.getShort(6));
    String name = text(names, entry.getInt(0), LONGEST_NAME);
    long address = entry.getLong(8);
    long size = entry.getLong(16);
    boolean wanted = type == FUNCTION || type == OBJECT;
    if (!wanted || section == 0 || section >= FIRST_RESERVED_SECTION || name.isEmpty()) {
      return Optional.empty();
    }
    boolean global = (entry.get(4) & 0xff) >> GLOBAL_SHIFT != 0;
    if (type == OBJECT && isPerCpu(address)) {
      return Optional.of(
          new ModuleSymbol(name, SymbolRow.PER_CPU_OBJECT, global, address, size, false));
    }
    String kind = type == FUNCTION ? SymbolRow.FUNCTION : SymbolRow.OBJECT;
    return part(address)
        .map(part -> new ModuleSymbol(name, kind, global, address, size, part.init()));
  }

  private boolean isPerCpu(long address) {
    return layout.percpu() >= 0
        && Long.compareUnsigned(
                address - bytes.getLong(layout.percpu()),
                Integer.toUnsignedLong(bytes.getInt(layout.percpuSize())))
            < 0;
  }

  private Optional<ModuleLayout.Part> part(long address) {
    return layout.layouts().stream()
        .filter(
            part ->
                Long.compareUnsigned(
                        address - bytes.getLong(part.base()),
                        Integer.toUnsignedLong(bytes.getInt(part.size())))
                    < 0)
        .findFirst();
  }
}
