package dev.rrq.indexer.index;

import dev.rrq.symbols.btf.BtfReader;
import dev.rrq.symbols.elf.ElfFile;
import dev.rrq.symbols.model.SymbolTables;
import dev.rrq.symbols.orc.OrcEntry;
import dev.rrq.symbols.orc.OrcEntry.Base;
import dev.rrq.symbols.orc.OrcTable;
import dev.rrq.symbols.types.TypePool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;

/**
 * Unwinds the stack of a stopped kernel by the kernel's own tables, in the way of {@code
 * arch/x86/kernel/unwind_orc.c}. They describe assembly code, interrupts and changes of stack,
 * which the compiler's frame descriptions do not.
 */
final class OrcUnwinder {

  /** Linux, {@code arch/x86/include/asm/ptrace.h}: offsets in {@code struct pt_regs}. */
  private static final int REGS_R13 = 0x10;

  private static final int REGS_RBP = 0x20;
  private static final int REGS_R10 = 0x38;
  private static final int REGS_RDX = 0x60;
  private static final int REGS_RDI = 0x70;
  private static final int REGS_RIP = 0x80;

  private static final int LIMIT = 200;

  private final OrcTable table;
  private final long offset;

  /** The first instruction of what a new task returns to, as linked; no call precedes it. */
  private final long firstReturn;

  private final LongPredicate thunks;

  /** The machine at the instant. */
  interface Machine {
    long register(String name);

    /** A word of memory; empty where nothing is mapped. */
    OptionalLong word(long address);
  }

  /** Why there are no more frames. */
  enum End {
    /** All were found: the kernel was entered from user mode here, or the stack begins. */
    OUTERMOST,
    /** The tables do not describe this code. */
    UNDESCRIBED,
    /** The stack could not be read. */
    UNREADABLE
  }

  /** What was found, innermost first, without frames of user mode. */
  record Stack(List<Long> pcs, End end) {}

  /**
   * For a kernel.
   *
   * @param offset from addresses as linked to those at run time
   * @param firstReturn the address of {@code ret_from_fork}, as linked
   * @param thunks what addresses, as linked, are of code in place of indirect jumps, which uses
   *     nothing of the stack but the return address, and is not described
   */
  OrcUnwinder(OrcTable table, long offset, long firstReturn, LongPredicate thunks) {
    this.table = table;
    this.offset = offset;
    this.firstReturn = firstReturn;
    this.thunks = thunks;
  }

  /** The tables of a kernel. */
  static OrcTable table(ElfFile vmlinux) {
    TypePool pool = new TypePool();
    BtfReader.read(vmlinux.content(".BTF"), pool);
    SymbolTables types = new SymbolTables();
    pool.passOn(types::type);
    return OrcTable.of(vmlinux, types).orElseThrow();
  }

  /** The whole stack of the kernel. */
  Stack unwind(Machine machine) {
    return new Walk(machine).run();
  }

  /** One unwinding. */
  private final class Walk {
    private final Machine machine;
    private final List<Long> pcs = new ArrayList<>();
    private long ip;
    private long sp;
    private long bp;

    /** Whether the pc is that of an instruction to come, and not a return address. */
    private boolean interrupted = true;

    /** Where the registers of the frame are saved; absent for those of the machine, or unknown. */
    private OptionalLong registers = OptionalLong.empty();

    private boolean innermost = true;

    Walk(Machine machine) {
      this.machine = machine;
      ip = machine.register("rip");
      sp = machine.register("rsp");
      bp = machine.register("rbp");
    }

    Stack run() {
      while (pcs.size() < LIMIT) {
        pcs.add(ip);
        Optional<OrcEntry> entry = entry((interrupted ? ip : ip - 1) - offset);
        if (entry.isEmpty() || entry.get().kind() == OrcEntry.Kind.UNDEFINED) {
          return new Stack(pcs, End.UNDESCRIBED);
        }
        if (entry.get().kind() == OrcEntry.Kind.END_OF_STACK) {
          return new Stack(pcs, End.OUTERMOST);
        }
        if (entry.get().stackBase() == Base.UNDEFINED) {
          return new Stack(pcs, End.UNDESCRIBED);
        }
        OptionalLong caller = callersStackPointer(entry.get());
        if (caller.isEmpty() || !step(entry.get(), caller.getAsLong())) {
          return new Stack(pcs, End.UNREADABLE);
        }
        innermost = false;
        if (ip >= 0) {
          return new Stack(pcs, End.OUTERMOST);
        }
      }
      return new Stack(pcs, End.UNREADABLE);
    }

    private Optional<OrcEntry> entry(long address) {
      Optional<OrcEntry> entry = table.at(address);
      boolean described = entry.isPresent() && entry.get().kind() == OrcEntry.Kind.CALL;
      return !described && thunks.test(address)
          ? Optional.of(
              new OrcEntry(address, Base.RSP, Long.BYTES, Base.UNDEFINED, 0, OrcEntry.Kind.CALL))
          : entry;
    }

    private OptionalLong callersStackPointer(OrcEntry entry) {
      int add = entry.stackOffset();
      return switch (entry.stackBase()) {
        case RSP -> OptionalLong.of(sp + add);
        case RBP -> OptionalLong.of(bp + add);
        case RSP_INDIRECT -> plus(machine.word(sp), add);
        case RBP_INDIRECT -> machine.word(bp + add);
        case R10 -> register("r10", REGS_R10);
        case R13 -> register("r13", REGS_R13);
        case RDI -> register("rdi", REGS_RDI);
        case RDX -> register("rdx", REGS_RDX);
        case UNDEFINED, PREVIOUS_STACK_POINTER -> OptionalLong.empty();
      };
    }

    private OptionalLong plus(OptionalLong value, int add) {
      return value.isPresent() ? OptionalLong.of(value.getAsLong() + add) : value;
    }

    private OptionalLong register(String name, int place) {
      if (innermost) {
        return OptionalLong.of(machine.register(name));
      }
      return registers.isPresent()
          ? machine.word(registers.getAsLong() + place)
          : OptionalLong.empty();
    }

    /** Goes to the caller; false if memory that this needs is not there. */
    private boolean step(OrcEntry entry, long caller) {
      OptionalLong savedFramePointer =
          switch (entry.frameBase()) {
            case PREVIOUS_STACK_POINTER -> machine.word(caller + entry.frameOffset());
            case RBP -> machine.word(bp + entry.frameOffset());
            default ->
                entry.kind() == OrcEntry.Kind.REGISTERS
                    ? machine.word(caller + REGS_RBP)
                    : OptionalLong.of(bp);
          };
      OptionalLong nextIp;
      OptionalLong nextSp;
      switch (entry.kind()) {
        case REGISTERS -> {
          nextIp = machine.word(caller + REGS_RIP);
          nextSp = machine.word(caller + REGS_RIP + 24);
          registers = OptionalLong.of(caller);
        }
        case PARTIAL_REGISTERS -> {
          nextIp = machine.word(caller);
          nextSp = machine.word(caller + 24);
          registers = OptionalLong.empty();
        }
        default -> {
          nextIp = machine.word(caller - 8);
          nextSp = OptionalLong.of(caller);
          registers = OptionalLong.empty();
        }
      }
      if (nextIp.isEmpty() || nextSp.isEmpty() || savedFramePointer.isEmpty()) {
        return false;
      }
      ip = nextIp.getAsLong();
      sp = nextSp.getAsLong();
      bp = savedFramePointer.getAsLong();
      interrupted = entry.kind() != OrcEntry.Kind.CALL || ip - offset == firstReturn;
      return true;
    }
  }
}
