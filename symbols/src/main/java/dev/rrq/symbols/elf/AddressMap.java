package dev.rrq.symbols.elf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the section of an address as linked, by binary search. */
public final class AddressMap {

  private final ElfSection[] sections;

  public AddressMap(List<ElfSection> sections) {
    this.sections =
        sections.stream()
            .filter(section -> section.isAllocated() && section.size() > 0)
            .sorted((left, right) -> Long.compareUnsigned(left.address(), right.address()))
            .toArray(ElfSection[]::new);
  }

  /** The section, or null where nothing is loaded. */
  public @Nullable ElfSection sectionAt(long address) {
    int low = 0;
    int high = sections.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      ElfSection section = sections[middle];
      if (section.contains(address)) {
        return section;
      }
      if (Long.compareUnsigned(section.address(), address) < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return null;
  }

  /** Whether an address lies in a section of instructions. */
  public boolean isCode(long address) {
    ElfSection section = sectionAt(address);
    return section != null && section.isExecutable();
  }
}
