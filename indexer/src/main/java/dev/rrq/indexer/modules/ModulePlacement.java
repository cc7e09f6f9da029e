package dev.rrq.indexer.modules;

import dev.rrq.indexer.modules.ModuleImage.ModuleSymbol;
import dev.rrq.symbols.elf.ElfFile;
import dev.rrq.symbols.model.Symbol;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the sections of a module's file were in the guest, while it was loaded.
 *
 * @param bases addresses in the guest, by index of the section; of those in which a symbol is
 */
record ModulePlacement(ModuleFile file, Map<Integer, Long> bases) {

  /** The address in the file of a symbol of the guest. */
  OptionalLong inFile(ModuleSymbol symbol) {
    return file.places(symbol).stream()
        .mapToLong(Long::longValue)
        .filter(address -> inGuest(address) == symbol.address())
        .findFirst();
  }

  private long inGuest(long address) {
    int section = ElfFile.sectionIndex(address);
    return bases.getOrDefault(section, 0L) + address - ElfFile.sectionBase(section);
  }

  /** What debug information tells of a symbol of the guest. */
  Optional<Symbol> described(ModuleSymbol symbol) {
    OptionalLong address = inFile(symbol);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    Optional<Symbol> named =
        file.at(address.getAsLong()).stream()
            .filter(found -> found.name().equals(symbol.name()) && found.type() >= 0)
            .findFirst();
    return named.or(() -> variant(symbol, address.getAsLong()));
  }

  /** The name that the source has for a symbol, where the compiler has added a suffix to it. */
  Optional<String> sourceName(ModuleSymbol symbol) {
    OptionalLong address = inFile(symbol);
    return address.isEmpty()
        ? Optional.empty()
        : variant(symbol, address.getAsLong()).map(Symbol::name);
  }

  /** The compiler calls a static variable of a function, and a clone, by a name and a suffix. */
  private Optional<Symbol> variant(ModuleSymbol symbol, long address) {
    return file.at(address).stream()
        .filter(found -> found.type() >= 0 && symbol.name().startsWith(found.name() + "."))
        .findFirst();
  }
}
