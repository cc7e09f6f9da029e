package dev.rrq.indexer.kernel;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The note that a kernel keeps in its memory for those who will read its crash dump: {@code
 * VMCOREINFO}, lines of {@code key=value} (Linux, {@code
 * Documentation/admin-guide/kdump/vmcoreinfo.rst}). It tells where the kernel has put itself.
 */
public final class CrashNote {

  private static final byte[] NAME = "VMCOREINFO\0".getBytes(StandardCharsets.US_ASCII);
  private static final String FIRST_KEY = "OSRELEASE=";

  /** ELF notes are aligned to 4 bytes; the name stands after three words. */
  private static final int NAME_ALIGNMENT = 4;

  private static final int LARGEST_NOTE = 1 << 16;
  private static final int CHUNK = 1 << 20;

  private final Map<String, String> values;

  private CrashNote(Map<String, String> values) {
    this.values = values;
  }

  /** Finds the note in a machine's memory; empty before the kernel has written it. */
  public static Optional<CrashNote> find(GuestMemory memory) throws IOException {
    for (long chunk = 0; chunk < memory.size(); chunk += CHUNK) {
      byte[] bytes = memory.read(chunk, CHUNK + NAME.length).array();
      for (int i = 0; i < CHUNK; i += NAME_ALIGNMENT) {
        if (matches(bytes, i)) {
          Optional<CrashNote> note = read(memory, chunk + i);
          if (note.isPresent()) {
            return note;
          }
        }
      }
    }
    return Optional.empty();
  }

  private static boolean matches(byte[] bytes, int at) {
    for (int i = 0; i < NAME.length; i++) {
      if (bytes[at + i] != NAME[i]) {
        return false;
      }
    }
    return true;
  }

  /** Name size, content size, type, name, content: the layout of an ELF note. */
  private static Optional<CrashNote> read(GuestMemory memory, long name) throws IOException {
    if (name < 3 * Integer.BYTES) {
      return Optional.empty();
    }
    ByteBuffer header = memory.read(name - 3 * Integer.BYTES, 3 * Integer.BYTES);
    int nameSize = header.getInt();
    int size = header.getInt();
    if (nameSize != NAME.length || size <= 0 || size > LARGEST_NOTE) {
      return Optional.empty();
    }
    int padded = (NAME.length + NAME_ALIGNMENT - 1) / NAME_ALIGNMENT * NAME_ALIGNMENT;
    ByteBuffer content = memory.read(name + padded, size);
    String text = StandardCharsets.US_ASCII.decode(content).toString();
    if (!text.startsWith(FIRST_KEY)) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return Optional.of(new CrashNote(values));
  }

  /** The kernel's release, as {@code uname -r} prints it. */
  public Optional<String> release() {
    return text("OSRELEASE");
  }

  /** The build id of its vmlinux, in hexadecimal; kernels before 5.9 do not tell. */
  public Optional<String> buildId() {
    return text("BUILD-ID");
  }

  /** What address-space randomisation adds to the addresses as linked. */
  public OptionalLong kaslrOffset() {
    String value = values.get("KERNELOFFSET");
    return value == null
        ? OptionalLong.empty()
        : OptionalLong.of(Long.parseUnsignedLong(value.strip(), 16));
  }

  /**
   * The kernel's {@code phys_base}: an address of its image, less {@code 0xffffffff80000000}, plus
   * this is the physical address.
   */
  public OptionalLong physBase() {
    String value = values.get("NUMBER(phys_base)");
    return value == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(value.strip()));
  }

  private Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(String::strip);
  }
}
