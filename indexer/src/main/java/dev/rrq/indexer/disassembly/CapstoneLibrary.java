package dev.rrq.indexer.disassembly;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import dev.rrq.indexer.IndexerException;

/**
 * The functions of libcapstone 4, mapped directly: the structures of capstone-java cost some 200 us
 * an instruction, plain reads of the same memory one.
 *
 * @see <a href="https://www.capstone-engine.org/lang_c.html">Capstone, programming with C</a>
 */
final class CapstoneLibrary {

  /** Debian's name of the version whose structures {@link InstructionReader} reads. */
  private static final String NAME = "libcapstone.so.4";

  private static final int MAJOR_VERSION = 4;

  static {
    try {
      Native.register(CapstoneLibrary.class, NativeLibrary.getInstance(NAME));
    } catch (UnsatisfiedLinkError missing) {
      throw IndexerException.environment(
          NAME + " was not found; instructions cannot be decoded without it",
          "install the package libcapstone4");
    }
    int version = cs_version(null, null) >> 8;
    if (version != MAJOR_VERSION) {
      throw IndexerException.environment(
          "%s is version %d of Capstone, and rrq reads version %d"
              .formatted(NAME, version, MAJOR_VERSION));
    }
  }

  private CapstoneLibrary() {}

  static native int cs_version(
      @org.jspecify.annotations.Nullable Pointer major,
      @org.jspecify.annotations.Nullable Pointer minor);

  static native int cs_open(int architecture, int mode, Pointer handle);

  static native int cs_close(Pointer handle);

  static native int cs_option(long handle, int type, long value);

  static native Pointer cs_malloc(long handle);

  static native void cs_free(Pointer instructions, long count);

  static native byte cs_disasm_iter(
      long handle, Pointer code, Pointer size, Pointer address, Pointer instruction);

  static native String cs_reg_name(long handle, int register);
}
