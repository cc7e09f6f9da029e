package dev.rrq.indexer.disassembly;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import dev.rrq.indexer.IndexerException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Decodes x86 instructions with libcapstone. Used by one thread at a time; {@link #close} frees
 * what it holds outside of the heap.
 *
 * <p>What an instruction does to memory is not said by its operands alone, and Capstone is wrong
 * about some of them: see {@code EffectTable}.
 */
public final class Disassembler implements AutoCloseable {

  private static final int ARCH_X86 = 3;
  private static final int OPTION_DETAIL = 2;
  private static final int ON = 3;

  private static final int SCRATCH_CODE = 0;
  private static final int SCRATCH_SIZE = 8;
  private static final int SCRATCH_ADDRESS = 16;
  private static final int SCRATCH_BYTES = 24;

  private final Map<CodeSize, Handle> handles = new EnumMap<>(CodeSize.class);
  private final Memory scratch = new Memory(SCRATCH_BYTES + Instruction.MAX_LENGTH + 1);

  /** One of Capstone's disassemblers, with the structure that it fills. */
  private record Handle(Pointer reference, Pointer instruction, InstructionReader reader) {

    static Handle open(int mode) {
      Memory reference = new Memory(Long.BYTES);
      int error = CapstoneLibrary.cs_open(ARCH_X86, mode, reference);
      if (error != 0) {
        throw IndexerException.environment("libcapstone knows no x86 (its error " + error + ")");
      }
      long handle = reference.getLong(0);
      CapstoneLibrary.cs_option(handle, OPTION_DETAIL, ON);
      Pointer instruction = CapstoneLibrary.cs_malloc(handle);
      return new Handle(reference, instruction, new InstructionReader(instruction));
    }

    long value() {
      return reference.getLong(0);
    }

    void close() {
      CapstoneLibrary.cs_free(instruction, 1);
      CapstoneLibrary.cs_close(reference);
    }
  }

  /**
   * Loads the library.
   *
   * @throws IndexerException of kind ENVIRONMENT when it is not there
   */
  public Disassembler() {
    try {
      for (CodeSize size : CodeSize.values()) {
        // CS_MODE_16, CS_MODE_32 and CS_MODE_64 are 2, 4 and 8.
        handles.put(size, Handle.open(size.bits() / 8));
      }
    } catch (ExceptionInInitializerError e) {
      if (e.getCause() instanceof IndexerException known) {
        throw known;
      }
      throw e;
    }
  }

  /**
   * Decodes one instruction.
   *
   * @param address where it is
   * @param code its bytes, and any number behind it
   * @return empty where the bytes are no instruction that Capstone knows
   */
  public Optional<Instruction> decode(CodeSize size, long address, byte[] code) {
    Handle handle = handle(size);
    int length = Math.min(code.length, Instruction.MAX_LENGTH);
    scratch.write(SCRATCH_BYTES, code, 0, length);
    scratch.setPointer(SCRATCH_CODE, scratch.share(SCRATCH_BYTES));
    scratch.setLong(SCRATCH_SIZE, length);
    scratch.setLong(SCRATCH_ADDRESS, address);
    byte decoded =
        CapstoneLibrary.cs_disasm_iter(
            handle.value(),
            scratch,
            scratch.share(SCRATCH_SIZE),
            scratch.share(SCRATCH_ADDRESS),
            handle.instruction());
    return decoded == 0 ? Optional.empty() : Optional.of(handle.reader().read());
  }

  /** The name of an {@code X86_REG_} constant: {@code rax}. */
  public String registerName(int register) {
    return CapstoneLibrary.cs_reg_name(handle(CodeSize.BITS_64).value(), register);
  }

  private Handle handle(CodeSize size) {
    Handle handle = handles.get(size);
    if (handle == null) {
      throw new IllegalStateException("the disassembler is closed");
    }
    return handle;
  }

  @Override
  public void close() {
    handles.values().forEach(Handle::close);
    handles.clear();
    scratch.close();
  }
}
