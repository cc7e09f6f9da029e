package dev.rrq.symbols.orc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Follows a kernel stack from registers to its end by the kernel's own tables, as {@code
 * unwind_next_frame} in Linux's {@code arch/x86/kernel/unwind_orc.c} does.
 */
public final class OrcUnwinder {

  /** Deeper than any stack of 16 KiB. */
  private static final int MOST_FRAMES = 512;

  private static final int WORD = Long.BYTES;

  /** Where {@code struct pt_regs} of x86-64 holds what is needed (asm/ptrace.h). */
  private static final int REGS_R13 = 2 * WORD;

  private static final int REGS_BP = 4 * WORD;
  private static final int REGS_R10 = 7 * WORD;
  private static final int REGS_DX = 12 * WORD;
  private static final int REGS_DI = 14 * WORD;
  private static final int REGS_IP = 16 * WORD;
  private static final int REGS_SP = 19 * WORD;

  private final OrcTable table;
  private final Memory memory;

  /** The words of a machine's memory. */
  public interface Memory {

    /** The word at a virtual address; empty where none is mapped. */
    OptionalLong word(long address);
  }

  /** The registers that entries may count from. */
  public record Registers(long ip, long sp, long bp, long r10, long r13, long di, long dx) {}

  /**
   * A caller.
   *
   * @param pc where it goes on: a return address, or the instruction that was interrupted
   * @param interrupted whether it did not call, but was interrupted or made a system call
   */
  public record Frame(long pc, boolean interrupted) {}

  /** The registers of a frame, of which few are known after the first; 0 stands for unknown. */
  private record State(
      long ip, long sp, long bp, boolean exact, Optional<Registers> all, OptionalLong saved) {

    /** Whether another is no other frame: a table that leads nowhere. */
    boolean isAt(State other) {
      return sp == other.sp && ip == other.ip;
    }
  }

  /** A stack pointer that was computed; {@code known} is false where a word could not be read. */
  private record Pointer(boolean known, long value) {
    static final Pointer NONE = new Pointer(false, 0);

    static Pointer of(OptionalLong value) {
      return value.isPresent() ? new Pointer(true, value.getAsLong()) : NONE;
    }
  }

  /**
   * Unwinds by a table whose addresses are those of the running kernel.
   *
   * @param table from the kernel's memory
   */
  public OrcUnwinder(OrcTable table, Memory memory) {
    this.table = table;
    this.memory = memory;
  }

  /** The callers of an instruction, innermost first; as many as the tables tell. */
  public List<Frame> callers(Registers registers) {
    List<Frame> frames = new ArrayList<>();
    State state =
        new State(
            registers.ip(),
            registers.sp(),
            registers.bp(),
            true,
            Optional.of(registers),
            OptionalLong.empty());
    while (frames.size() < MOST_FRAMES && state.ip() < 0) {
      Optional<OrcEntry> entry = table.at(state.exact() ? state.ip() : state.ip() - 1);
      Optional<State> next = entry.isEmpty() ? Optional.empty() : next(state, entry.get());
      if (next.isEmpty() || next.get().isAt(state)) {
        break;
      }
      state = next.get();
      if (state.ip() != 0) {
        frames.add(new Frame(state.ip(), state.exact()));
      }
    }
    return frames;
  }

  private Optional<State> next(State state, OrcEntry entry) {
    Pointer sp = stackPointer(state, entry);
    if (!sp.known()) {
      return Optional.empty();
    }
    return switch (entry.kind()) {
      case UNDEFINED, END_OF_STACK -> Optional.empty();
      case CALL -> called(state, entry, sp.value());
      case REGISTERS -> interrupted(state, entry, sp.value(), sp.value(), true);
      case PARTIAL_REGISTERS -> interrupted(state, entry, sp.value(), sp.value() - REGS_IP, false);
    };
  }

  private Optional<State> called(State state, OrcEntry entry, long sp) {
    OptionalLong ip = memory.word(sp - WORD);
    return ip.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new State(
                ip.getAsLong(),
                sp,
                framePointer(state, entry, sp),
                false,
                Optional.empty(),
                OptionalLong.empty()));
  }

  private Optional<State> interrupted(
      State state, OrcEntry entry, long sp, long registers, boolean whole) {
    OptionalLong ip = memory.word(registers + REGS_IP);
    OptionalLong oldSp = memory.word(registers + REGS_SP);
    if (ip.isEmpty() || oldSp.isEmpty()) {
      return Optional.empty();
    }
    long bp =
        whole
            ? memory.word(registers + REGS_BP).orElse(state.bp())
            : framePointer(state, entry, sp);
    return Optional.of(
        new State(
            ip.getAsLong(),
            oldSp.getAsLong(),
            bp,
            true,
            Optional.empty(),
            whole ? OptionalLong.of(registers) : OptionalLong.empty()));
  }

  private Pointer stackPointer(State state, OrcEntry entry) {
    long offset = entry.stackOffset();
    return switch (entry.stackBase()) {
      case RSP -> new Pointer(true, state.sp() + offset);
      case RBP -> new Pointer(true, state.bp() + offset);
      case RSP_INDIRECT -> {
        OptionalLong word = memory.word(state.sp());
        yield word.isEmpty() ? Pointer.NONE : new Pointer(true, word.getAsLong() + offset);
      }
      case RBP_INDIRECT -> Pointer.of(memory.word(state.bp() + offset));
      case R10 -> register(state, REGS_R10, state.all().map(Registers::r10));
      case R13 -> register(state, REGS_R13, state.all().map(Registers::r13));
      case RDI -> register(state, REGS_DI, state.all().map(Registers::di));
      case RDX -> register(state, REGS_DX, state.all().map(Registers::dx));
      case UNDEFINED, PREVIOUS_STACK_POINTER -> Pointer.NONE;
    };
  }

  /** A register as it is now, or as an interrupt saved it. */
  private Pointer register(State state, int offset, Optional<Long> now) {
    if (now.isPresent()) {
      return new Pointer(true, now.get());
    }
    return state.saved().isPresent()
        ? Pointer.of(memory.word(state.saved().getAsLong() + offset))
        : Pointer.NONE;
  }

  private long framePointer(State state, OrcEntry entry, long sp) {
    return switch (entry.frameBase()) {
      case PREVIOUS_STACK_POINTER -> memory.word(sp + entry.frameOffset()).orElse(0);
      case RBP -> memory.word(state.bp() + entry.frameOffset()).orElse(0);
      default -> state.bp();
    };
  }
}
