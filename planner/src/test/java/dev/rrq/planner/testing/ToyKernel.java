package dev.rrq.planner.testing;

import dev.rrq.store.SymbolCache;
import dev.rrq.store.SymbolTableWriter;
import java.nio.file.Path;

/**
 * The symbols of a kernel that was never built. Its image is loaded at physical 0 (virtual {@link
 * #IMAGE}), so that a variable's physical address is what follows {@code 0xffffffff80...}; see
 * {@link #write} for what it has.
 */
public final class ToyKernel {

  /** {@code __START_KERNEL_map}. */
  public static final long IMAGE = 0xffff_ffff_8000_0000L;

  /** Where code begins. */
  public static final long TEXT = IMAGE + 0x10_0000;

  /** Where variables begin. */
  public static final long DATA = IMAGE + 0x20_0000;

  private static final int CHAR = 1;
  private static final int INT = 2;
  private static final int ULONG = 3;
  private static final int UCHAR = 4;
  private static final int TASK = 10;
  private static final int TASK_POINTER = 11;
  private static final int COMM = 12;
  private static final int STATE = 13;
  private static final int LIST = 14;
  private static final int LIST_POINTER = 15;
  private static final int COUNTERS = 16;
  private static final int MM = 17;
  private static final int MM_POINTER = 18;
  private static final int UINT = 19;
  private static final int FUNCTION = 20;
  private static final int U64 = 21;
  private static final int ANONYMOUS = 22;
  private static final int OFFSETS = 23;
  private static final int LIMITS = 24;
  private static final int TEXT_POINTER = 99;

  private final SymbolTableWriter writer;

  private ToyKernel(SymbolTableWriter writer) {
    this.writer = writer;
  }

  /**
   * Writes the symbols.
   *
   * <pre>
   * 0x200000  unsigned long jiffies;
   * 0x200100  struct task_struct init_task;
   * 0x200200  int counters[4];
   * 0x200210  static int state;          init/main.c
   * 0x200220  static int state;          kernel/fork.c
   * 0x200300  struct task_struct *current_leader;
   * 0x200308  u64 __per_cpu_offset[2];
   * 0x200320  unsigned char flag;
   * 0x201000  idt_table, of no known type
   * 0x200340  static unsigned long prb;  init/main.c
   * 0x200350  int limits[];              12 bytes, as the symbol table says
   * per CPU   0x40  int hits;
   *
   * struct task_struct {
   *   enum state { IDLE, RUNNING = 1, DEAD = -1 } state;     0
   *   int pid;                                               4
   *   char comm[16];                                         8
   *   struct list_head { next, prev } tasks;                24
   *   struct mm_struct { unsigned long pgd; int users; } *mm;  40
   *   unsigned int on_rq : 1, prio : 7;                     48
   *   union { int exit_code; unsigned long raw; };          56
   * };
   * </pre>
   *
   * <p>Functions of 0x100 bytes each from 0x100000 on: start_kernel (init/main.c), do_timer
   * (kernel/time.c), sched_fork, sched_exit (kernel/sched.c), set_comm (kernel/fork.c),
   * asm_sysvec_apic_timer_interrupt, asm_exc_page_fault, __schedule, vfs_read. tick_advance is
   * inlined into do_timer at 0x110, set_comm into vfs_read at 0x820.
   */
  public static Path write(Path directory) {
    SymbolCache cache = new SymbolCache(directory.resolve("symbols"));
    try (SymbolTableWriter writer = cache.write("0123abcd", "vmlinux-toy")) {
      ToyKernel kernel = new ToyKernel(writer);
      kernel.types();
      kernel.symbols();
      return writer.finish();
    }
  }

  private void types() {
    writer.baseType(CHAR, "char", 1, "signed_char");
    writer.baseType(INT, "int", 4, "signed");
    writer.baseType(ULONG, "long unsigned int", 8, "unsigned");
    writer.baseType(UCHAR, "unsigned char", 1, "unsigned_char");
    writer.baseType(UINT, "unsigned int", 4, "unsigned");
    writer.typedef(U64, "u64", ULONG);
    writer.pointer(TASK_POINTER, TASK, 8);
    writer.array(COMM, CHAR, 16);
    writer.array(COUNTERS, INT, 4);
    writer.array(OFFSETS, U64, 2);
    writer.array(LIMITS, INT, -1);
    writer.pointer(LIST_POINTER, LIST, 8);
    writer.pointer(MM_POINTER, MM, 8);
    writer.prototype(FUNCTION, 0, false);
    writer.pointer(TEXT_POINTER, CHAR, 8);
    writer.enumeration(STATE, "state", 4, true);
    writer.enumerator(STATE, "IDLE", 0);
    writer.enumerator(STATE, "RUNNING", 1);
    writer.enumerator(STATE, "DEAD", -1);
    writer.composite(LIST, false, "list_head", 16);
    writer.member(LIST, "next", LIST_POINTER, 0, 0);
    writer.member(LIST, "prev", LIST_POINTER, 64, 0);
    writer.composite(MM, false, "mm_struct", 16);
    writer.member(MM, "pgd", ULONG, 0, 0);
    writer.member(MM, "users", INT, 64, 0);
    writer.composite(ANONYMOUS, true, null, 8);
    writer.member(ANONYMOUS, "exit_code", INT, 0, 0);
    writer.member(ANONYMOUS, "raw", ULONG, 0, 0);
    writer.composite(TASK, false, "task_struct", 64);
    writer.member(TASK, "state", STATE, 0, 0);
    writer.member(TASK, "pid", INT, 32, 0);
    writer.member(TASK, "comm", COMM, 64, 0);
    writer.member(TASK, "tasks", LIST, 192, 0);
    writer.member(TASK, "mm", MM_POINTER, 320, 0);
    writer.member(TASK, "on_rq", UINT, 384, 1);
    writer.member(TASK, "prio", UINT, 385, 7);
    writer.member(TASK, null, ANONYMOUS, 448, 0);
  }

  private void symbols() {
    writer.file(1, "init/main.c");
    writer.file(2, "kernel/time.c");
    writer.file(3, "kernel/sched.c");
    writer.file(4, "kernel/fork.c");
    function("start_kernel", 0, 1);
    function("do_timer", 0x100, 2);
    function("sched_fork", 0x200, 3);
    function("sched_exit", 0x300, 3);
    function("set_comm", 0x400, 4);
    writer.file(5, "arch/x86/entry/entry_64.S");
    writer.file(6, "fs/read_write.c");
    writer.file(7, "include/linux/tick.h");
    function("asm_sysvec_apic_timer_interrupt", 0x500, 5);
    function("asm_exc_page_fault", 0x600, 5);
    function("__schedule", 0x700, 3);
    function("vfs_read", 0x800, 6);
    writer.inlined(TEXT + 0x110, TEXT + 0x120, 1, "tick_advance", 7, 40);
    writer.inlined(TEXT + 0x820, TEXT + 0x840, 1, "set_comm", 6, 130);
    long fork = TEXT + 0x200;
    writer.parameter(fork, 0, "cpu", INT);
    writer.parameter(fork, 1, "p", TASK_POINTER);
    writer.parameter(fork, 2, "state", STATE);
    writer.parameter(fork, 3, "t", ULONG);
    writer.parameter(fork, 4, "name", TEXT_POINTER);
    writer.parameter(fork, 5, "flags", UINT);
    writer.parameter(fork, 6, "last", INT);
    object("jiffies", true, 0, 8, ULONG, 2);
    object("init_task", true, 0x100, 64, TASK, 1);
    object("counters", true, 0x200, 16, COUNTERS, 3);
    object("state", false, 0x210, 4, INT, 1);
    object("state", false, 0x220, 4, INT, 4);
    object("current_leader", true, 0x300, 8, TASK_POINTER, 3);
    object("__per_cpu_offset", true, 0x308, 16, OFFSETS, 3);
    object("flag", true, 0x320, 1, UCHAR, 3);
    object("idt_table", true, 0x1000, 4096, -1, 5);
    object("prb", false, 0x340, 8, ULONG, 1);
    object("limits", true, 0x350, 12, LIMITS, 3);
    writer.symbol("hits", "PER_CPU_OBJECT", true, 0x40, 4, INT, 3, 30, ".data..percpu");
  }

  private void function(String name, long offset, int file) {
    writer.symbol(name, "FUNCTION", true, TEXT + offset, 0x100, FUNCTION, file, 10, ".text");
    for (int i = 0; i < 0x10; i++) {
      writer.line(TEXT + offset + i * 0x10L, file, (int) (offset / 0x10) + i + 1);
    }
  }

  private void object(String name, boolean global, long offset, long size, int type, int file) {
    writer.symbol(name, "OBJECT", global, DATA + offset, size, type, file, 20, ".data");
  }
}
