package dev.rrq.indexer.scan;

import java.util.Arrays;

/**
 * Something that a scan found.
 *
 * @param kind what it is
 * @param t icount before the instruction; where none did it, when the change was found
 * @param pc the instruction; where none did it, the start of the window in which it happened
 * @param vaddr virtual address, 0 where no instruction did it; of a register, its number among rax,
 *     rbx, rcx, rdx, rsi, rdi, rbp, rsp, r8 to r15 and eflags
 * @param paddr physical address
 * @param size bytes; of an execution, those of the instruction
 * @param oldValue the bits before; of an execution, the first eight bytes of its code
 * @param newValue the bits after, or those that were read; of an execution, the rest of its code
 * @param context the calling context, 0 where it is not known
 * @param origin who did it, as {@link dev.rrq.store.RawRecord} numbers them
 * @param user whether the CPU was in user mode
 */
public record Access(
    Kind kind,
    long t,
    long pc,
    long vaddr,
    long paddr,
    int size,
    long oldValue,
    long newValue,
    int context,
    int origin,
    boolean user) {

  /** In the flags of a raw record of a scan: it is a load. */
  public static final int READ_FLAG = 2;

  /** What something that was found is. */
  public enum Kind {
    /** A store, or a change that no instruction made. */
    STORE,
    /** A load. */
    READ,
    /** An execution of an instruction. */
    EXECUTION,
    /** The value of a register before the execution that follows. */
    REGISTER,
    /**
     * What the pointer to the running task, or a member of the task at {@code vaddr}, holds from
     * here on.
     */
    CONTENT
  }

  /** The bytes of an instruction that was executed. */
  public byte[] code() {
    byte[] code = new byte[2 * Long.BYTES];
    for (int i = 0; i < Long.BYTES; i++) {
      code[i] = (byte) (oldValue >>> (i * Byte.SIZE));
      code[Long.BYTES + i] = (byte) (newValue >>> (i * Byte.SIZE));
    }
    return Arrays.copyOf(code, size);
  }
}
