package dev.rrq.indexer.modules;

import dev.rrq.indexer.kernel.KernelMemory;
import dev.rrq.indexer.kernel.KernelPlaces;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads build ids of modules where the kernel keeps their notes for {@code /sys/module/X/notes}.
 */
final class ModuleNotes {

  private static final int MOST_NOTES = 8;
  private static final int LARGEST_NOTE = 4096;
  private static final int LONGEST_ID = 64;

  /** Three words, and the owner's name. */
  private static final int HEADER = 16;

  private static final int BUILD_ID = 3;
  private static final byte[] OWNER = "GNU\0".getBytes(StandardCharsets.US_ASCII);

  private final KernelPlaces places;
  private final KernelMemory memory;

  ModuleNotes(KernelPlaces places, KernelMemory memory) {
    this.places = places;
    this.memory = memory;
  }

  /** In hexadecimal; empty where it is not known. The kernel makes the notes as a module starts. */
  Optional<String> buildId(LoadedModule module) {
    OptionalLong member = places.offset("module", "notes_attrs");
    OptionalLong first = places.offset("module_notes_attrs", "attrs");
    OptionalLong stride = places.size("bin_attribute");
    OptionalLong size = places.offset("bin_attribute", "size");
    OptionalLong address = places.offset("bin_attribute", "private");
    if (module.live() == null
        || member.isEmpty()
        || first.isEmpty()
        || stride.isEmpty()
        || size.isEmpty()
        || address.isEmpty()) {
      return Optional.empty();
    }
    long t = module.live();
    long notes = word(t, module.structure() + member.getAsLong()) + first.getAsLong();
    for (int i = 0; i < MOST_NOTES; i++) {
      long attribute = notes + i * stride.getAsLong();
      long bytes = word(t, attribute + size.getAsLong());
      if (bytes < HEADER || bytes > LARGEST_NOTE) {
        return Optional.empty();
      }
      Optional<String> found = note(t, word(t, attribute + address.getAsLong()));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private long word(long t, long address) {
    byte[] bytes = address < 0 ? memory.read(t, address, Long.BYTES) : new byte[0];
    return bytes.length < Long.BYTES ? 0 : little(bytes).getLong();
  }

  /** ELF specification, note section. */
  private Optional<String> note(long t, long address) {
    byte[] bytes = address < 0 ? memory.read(t, address, HEADER + LONGEST_ID) : new byte[0];
    if (bytes.length < HEADER) {
      return Optional.empty();
    }
    int length = little(bytes).getInt(4);
    boolean isBuildId =
        little(bytes).getInt(0) == OWNER.length
            && little(bytes).getInt(8) == BUILD_ID
            && Arrays.equals(bytes, 12, HEADER, OWNER, 0, OWNER.length);
    return isBuildId && length > 0 && HEADER + length <= bytes.length
        ? Optional.of(HexFormat.of().formatHex(bytes, HEADER, HEADER + length))
        : Optional.empty();
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
