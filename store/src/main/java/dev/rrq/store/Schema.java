package dev.rrq.store;

import static dev.rrq.store.SqlType.BIGINT;
import static dev.rrq.store.SqlType.BLOB;
import static dev.rrq.store.SqlType.BOOLEAN;
import static dev.rrq.store.SqlType.INTEGER;
import static dev.rrq.store.SqlType.VARCHAR;
import static dev.rrq.store.Table.table;

import dev.rrq.store.Table.Storage;
import java.util.List;
import java.util.Optional;

/**
 * The schema of the trace store, declared once: the catalogue's DDL, {@code docs/tables.md},
 * completion and the planner's row types all derive from it. To add a table, declare it here and
 * list it in {@link #tables()}; to change one, raise {@link #VERSION} too.
 */
public final class Schema {

  /** The version of the format on disk. A store of any other version does not open. */
  public static final int VERSION = 4;

  /** Facts about the trace, by key; {@link Meta} names the keys. */
  public static final Table META =
      table("meta", Storage.SYMBOLS, "Facts about the trace and its program, one a row.")
          .column("key", VARCHAR, "What the fact is about.")
          .column("value", VARCHAR, "The fact, as text.")
          .build();

  /** What time the index covers. */
  public static final Table COVERAGE =
      table(
              "coverage",
              Storage.CATALOGUE,
              "The stretches of time whose every change of memory is in the index.")
          .column("t_from", BIGINT, Unit.ICOUNT, "First instant that is covered.")
          .column("t_to", BIGINT, Unit.ICOUNT, "First instant after it that is not.")
          .column(
              "initial_memory",
              BOOLEAN,
              "Whether the memory at t_from was kept, so that memory is known throughout.")
          .build();

  /** What was counted, lost or found odd while indexing. */
  public static final Table STATS =
      table("stats", Storage.CATALOGUE, "What was counted, lost or found odd while indexing.")
          .column("name", VARCHAR, "What was counted.")
          .column("severity", VARCHAR, "'info', 'warning' (data is inexact) or 'error' (lost).")
          .column("value", BIGINT, "The count.")
          .column("doc", VARCHAR, "What the count means.")
          .build();

  /** The Parquet files of {@link #SEGMENT_ROWS}. */
  public static final Table SEGMENTS =
      table(
              "segments",
              Storage.CATALOGUE,
              "The Parquet files that hold the writes; a query reads only those that can matter.")
          .column("id", INTEGER, "Number of the file, from 0.")
          .column(
              "slice",
              INTEGER,
              "The slice of time whose rows were sorted together; its files, by id, have ascending"
                  + " addresses.")
          .column("file", VARCHAR, "Path of the file within the index.")
          .column("t_min", BIGINT, Unit.ICOUNT, "Time of its earliest row.")
          .column("t_max", BIGINT, Unit.ICOUNT, "Time of its latest row.")
          .column(
              "paddr_min", BIGINT, Unit.PHYSICAL_ADDRESS, "Lowest address that a row starts at.")
          .column("paddr_max", BIGINT, Unit.PHYSICAL_ADDRESS, "Highest address of a row's bytes.")
          .column("rows", BIGINT, Unit.ROWS, "Number of rows.")
          .column("bytes", BIGINT, Unit.BYTES, "Size of the file.")
          .build();

  /** The writes as stored. */
  public static final Table SEGMENT_ROWS =
      table(
              "segment_rows",
              Storage.SEGMENTS,
              "The writes as stored: within a file, by line of 64 bytes, then by (t, seq). Query"
                  + " `writes` instead.")
          .column("t", BIGINT, Unit.ICOUNT, "Time before the instruction that wrote.")
          .column(
              "seq",
              INTEGER,
              "Order among rows of the same t: rows of equal (t, seq) do not overlap.")
          .nullable(
              "pc", BIGINT, Unit.VIRTUAL_ADDRESS, "The instruction; NULL where none wrote this.")
          .nullable(
              "vaddr",
              BIGINT,
              Unit.VIRTUAL_ADDRESS,
              "The address that the instruction used; NULL where none wrote this. The files have"
                  + " `mapping` = vaddr - paddr in its place.")
          .column("paddr", BIGINT, Unit.PHYSICAL_ADDRESS, "The first byte written.")
          .column("size", INTEGER, Unit.BYTES, "Number of bytes: 1, 2, 4 or 8.")
          .nullable(
              "old",
              BIGINT,
              Unit.RAW_BITS,
              "The value before; NULL where it is `new` of the previous row of the same"
                  + " (paddr, size) in the file.")
          .column("new", BIGINT, Unit.RAW_BITS, "The value after.")
          .column("context", INTEGER, "The calling context, 0 where it is not known.")
          .column("origin", INTEGER, "0: an instruction, 1: the CPU itself, 2: a device.")
          .column("in_user", BOOLEAN, "Whether the CPU was in user mode.")
          .nullable(
              "t_from",
              BIGINT,
              Unit.ICOUNT,
              "Where no instruction wrote this: the change came at or after this time, and before"
                  + " t.")
          .build();

  /** The writes as users see them. */
  public static final Table WRITES =
      table(
              "writes",
              Storage.VIEW,
              "Every change of memory: one row for each store that changed it, and for each change"
                  + " that no instruction made.")
          .column("t", BIGINT, Unit.ICOUNT, "Time before the instruction that wrote.")
          .column(
              "seq",
              INTEGER,
              "Order among rows of the same t: rows of equal (t, seq) do not overlap.")
          .nullable(
              "function",
              VARCHAR,
              "The function that wrote; `<cpu>` or `<device>` where no instruction did; NULL where"
                  + " it is not known.")
          .nullable("file", VARCHAR, "The source file of the instruction.")
          .nullable("line", INTEGER, "The source line of the instruction.")
          .nullable(
              "pc", BIGINT, Unit.VIRTUAL_ADDRESS, "The instruction; NULL where none wrote this.")
          .nullable(
              "vaddr",
              BIGINT,
              Unit.VIRTUAL_ADDRESS,
              "The address that the instruction used; NULL where none wrote this.")
          .column("paddr", BIGINT, Unit.PHYSICAL_ADDRESS, "The first byte written.")
          .column("size", INTEGER, Unit.BYTES, "Number of bytes: 1, 2, 4 or 8.")
          .column("old", BIGINT, Unit.RAW_BITS, "The value before.")
          .column("new", BIGINT, Unit.RAW_BITS, "The value after.")
          .column("context", INTEGER, "The calling context, 0 where it is not known.")
          .column("origin", INTEGER, "0: an instruction, 1: the CPU itself, 2: a device.")
          .column("in_user", BOOLEAN, "Whether the CPU was in user mode.")
          .nullable(
              "t_from",
              BIGINT,
              Unit.ICOUNT,
              "Where no instruction wrote this: the change came at or after this time, and before"
                  + " t.")
          .build();

  /** Accesses that are kept beside the changes. */
  public static final Table ACCESSES =
      table(
              "accesses",
              Storage.VIEW,
              "Reads and stores that are kept beside the changes, as `rrq index --reads` and"
                  + " `--all-stores` found them; `kept` says which. What two runs found is here twice.")
          .column("run", INTEGER, "The run that kept it.")
          .column("kind", VARCHAR, "'read' or 'store'.")
          .column("t", BIGINT, Unit.ICOUNT, "Time before the instruction.")
          .column(
              "seq",
              INTEGER,
              "Order among rows of the same t: rows of equal (t, seq) do not overlap.")
          .nullable(
              "pc", BIGINT, Unit.VIRTUAL_ADDRESS, "The instruction; NULL where none wrote this.")
          .nullable(
              "vaddr",
              BIGINT,
              Unit.VIRTUAL_ADDRESS,
              "The address that the instruction used; NULL where none wrote this.")
          .column("paddr", BIGINT, Unit.PHYSICAL_ADDRESS, "The first byte.")
          .column("size", INTEGER, Unit.BYTES, "Number of bytes: 1, 2, 4 or 8.")
          .column("old", BIGINT, Unit.RAW_BITS, "The value before.")
          .column("new", BIGINT, Unit.RAW_BITS, "The value after, or that was read.")
          .column("origin", INTEGER, "0: an instruction, 1: the CPU itself, 2: a device.")
          .column("in_user", BOOLEAN, "Whether the CPU was in user mode.")
          .nullable(
              "t_from",
              BIGINT,
              Unit.ICOUNT,
              "Where no instruction wrote this: the change came at or after this time, and before"
                  + " t.")
          .build();

  /** Which accesses are kept. */
  public static final Table KEPT =
      table(
              "kept",
              Storage.VIEW,
              "Which accesses are kept beside the changes: for each run all of a kind, to some"
                  + " memory, in some time. Empty where none are.")
          .column("run", INTEGER, "Number of the run, from 1.")
          .column("kind", VARCHAR, "'read', 'store' or 'silent store'.")
          .nullable("place", VARCHAR, "The places as they were named; NULL for all memory.")
          .column(
              "paddr_from",
              BIGINT,
              Unit.PHYSICAL_ADDRESS,
              "First byte of the memory; of a place, seven before it.")
          .column("paddr_to", BIGINT, Unit.PHYSICAL_ADDRESS, "First byte after it.")
          .column("t_from", BIGINT, Unit.ICOUNT, "First instant.")
          .column("t_to", BIGINT, Unit.ICOUNT, "First instant after it.")
          .build();

  /** The instructions that wrote. */
  public static final Table SITES =
      table(
              "sites",
              Storage.CATALOGUE,
              "Each instruction that wrote, with its place in the source.")
          .column("pc", BIGINT, Unit.VIRTUAL_ADDRESS, "The instruction.")
          .nullable("function", VARCHAR, "The function that it belongs to.")
          .nullable("offset", BIGINT, Unit.BYTES, "How far into the function it is.")
          .nullable("file", VARCHAR, "Its source file.")
          .nullable("line", INTEGER, "Its source line.")
          .column("in_user", BOOLEAN, "Whether it wrote in user mode, at least once.")
          .build();

  /** Memory at the start of each stretch of coverage. */
  public static final Table INITIAL_MEMORY =
      table(
              "initial_memory",
              Storage.CATALOGUE,
              "RAM at the start of each stretch of coverage that has `initial_memory`; pages of"
                  + " zeros are left out.")
          .column("t", BIGINT, Unit.ICOUNT, "The t_from of the stretch.")
          .column("paddr", BIGINT, Unit.PHYSICAL_ADDRESS, "The page.")
          .column("content", BLOB, "Its 4,096 bytes.")
          .build();

  /** The functions of the program where they run. */
  public static final Table FUNCTIONS =
      table("functions", Storage.CATALOGUE, "The functions of the program, where they run.")
          .column("entry", BIGINT, Unit.VIRTUAL_ADDRESS, "Its first instruction.")
          .column("size", BIGINT, Unit.BYTES, "Its size, 0 where it is not known.")
          .column("name", VARCHAR, "Its name; several may share one.")
          .nullable("file", VARCHAR, "The source file that declares it.")
          .nullable("line", INTEGER, "The line that declares it.")
          .build();

  /** The tree of calling contexts. */
  public static final Table CONTEXTS =
      table(
              "contexts",
              Storage.CATALOGUE,
              "The tree of calling contexts. A row adds one frame to those of its parent; 0 is the"
                  + " parent of those whose caller is not known.")
          .column("id", INTEGER, "Number of the context, from 1.")
          .column("parent", INTEGER, "The caller's context.")
          .column("kind", INTEGER, "0: a call, 1: an interrupt or exception, 2: a system call.")
          .column(
              "pc",
              BIGINT,
              Unit.VIRTUAL_ADDRESS,
              "Where the caller was: the return address, the interrupted instruction, or the system"
                  + " call instruction.")
          .build();

  private static final String ARGUMENT =
      "The first argument, extended to 64 bits as its C type says; NULL where there is none, or it"
          + " is not in a register, or not known to be: of functions that the compiler cloned.";

  /** Calls as stored. */
  public static final Table CALL_ROWS =
      table(
              "call_rows",
              Storage.CALLS,
              "The calls as stored: sorted by (entry, t) within a file. Query `calls` instead.")
          .column("entry", BIGINT, Unit.VIRTUAL_ADDRESS, "The function's first instruction.")
          .column("t", BIGINT, Unit.ICOUNT, "Time before the function's first instruction.")
          .column("duration", BIGINT, Unit.ICOUNT, "Instructions until it ended.")
          .column(
              "context",
              INTEGER,
              "The function's own context: its pc is the return address, its parent the caller's.")
          .column(
              "ending",
              INTEGER,
              "0: it returned, 1: it jumped to another function in its place, 2: the stack was"
                  + " unwound past it, 3: it had not ended when the index did, 4: nobody called it,"
                  + " its stack began with it.")
          .nullable("arg0", BIGINT, Unit.RAW_BITS, ARGUMENT)
          .nullable("arg1", BIGINT, Unit.RAW_BITS, "The second argument.")
          .nullable("arg2", BIGINT, Unit.RAW_BITS, "The third argument.")
          .nullable("arg3", BIGINT, Unit.RAW_BITS, "The fourth argument.")
          .nullable("arg4", BIGINT, Unit.RAW_BITS, "The fifth argument.")
          .nullable("arg5", BIGINT, Unit.RAW_BITS, "The sixth argument.")
          .build();

  /** Calls as users see them. */
  public static final Table CALLS =
      table("calls", Storage.VIEW, "Every execution of a function from its first instruction.")
          .column("t", BIGINT, Unit.ICOUNT, "Time before the function's first instruction.")
          .nullable("t_end", BIGINT, Unit.ICOUNT, "Time at which it ended; NULL where it had not.")
          .nullable("function", VARCHAR, "The function.")
          .column("entry", BIGINT, Unit.VIRTUAL_ADDRESS, "The function's first instruction.")
          .column(
              "context",
              INTEGER,
              "The function's own context: its pc is the return address, its parent the caller's.")
          .column("ending", INTEGER, "How it ended; see `call_rows`.")
          .nullable("arg0", BIGINT, Unit.RAW_BITS, ARGUMENT)
          .nullable("arg1", BIGINT, Unit.RAW_BITS, "The second argument.")
          .nullable("arg2", BIGINT, Unit.RAW_BITS, "The third argument.")
          .nullable("arg3", BIGINT, Unit.RAW_BITS, "The fourth argument.")
          .nullable("arg4", BIGINT, Unit.RAW_BITS, "The fifth argument.")
          .nullable("arg5", BIGINT, Unit.RAW_BITS, "The sixth argument.")
          .build();

  /** The Parquet files of {@link #CALL_ROWS}. */
  public static final Table CALL_FILES =
      table("call_files", Storage.CATALOGUE, "The Parquet files that hold the calls.")
          .column("id", INTEGER, "Number of the file, from 0.")
          .column("file", VARCHAR, "Path of the file within the index.")
          .column("rows", BIGINT, Unit.ROWS, "Number of rows.")
          .column("bytes", BIGINT, Unit.BYTES, "Size of the file.")
          .build();

  /** Interrupts and exceptions. */
  public static final Table INTERRUPTS =
      table("interrupts", Storage.CATALOGUE, "Every interrupt and exception.")
          .column("t", BIGINT, Unit.ICOUNT, "Time before the handler's first instruction.")
          .column("t_end", BIGINT, Unit.ICOUNT, "Time at which it returned, or was left.")
          .column("handler", BIGINT, Unit.VIRTUAL_ADDRESS, "The handler's first instruction.")
          .column("pc", BIGINT, Unit.VIRTUAL_ADDRESS, "The instruction that was interrupted.")
          .column("context", INTEGER, "The context of what was interrupted.")
          .column("ending", INTEGER, "How it ended; see `call_rows`.")
          .build();

  /** The tasks that ran. */
  public static final Table TASKS =
      table(
              "tasks",
              Storage.CATALOGUE,
              "The tasks that ran. Pids and task structures are used again; the id is not.")
          .column("id", INTEGER, "Number of the task, from 1, in the order of their first runs.")
          .column("pid", INTEGER, "Its thread's id: `pid` of its task_struct.")
          .column("tgid", INTEGER, "Its process's id.")
          .column("comm", VARCHAR, "Its last name; see `task_names`.")
          .column(
              "kernel_thread",
              BOOLEAN,
              "Whether the kernel's flag PF_KTHREAD was set when it ran last.")
          .column("task_struct", BIGINT, Unit.VIRTUAL_ADDRESS, "Its task_struct.")
          .column("t_first", BIGINT, Unit.ICOUNT, "When it first ran.")
          .column("t_last", BIGINT, Unit.ICOUNT, "When it last stopped running.")
          .build();

  /** The names that tasks had. */
  public static final Table TASK_NAMES =
      table("task_names", Storage.CATALOGUE, "The names that tasks had, from their first runs on.")
          .column("task", INTEGER, "The task's id.")
          .column(
              "t",
              BIGINT,
              Unit.ICOUNT,
              "When it was named so; of the first name, when the task first ran.")
          .column("comm", VARCHAR, "The name.")
          .build();

  /** Task switches. */
  public static final Table SWITCHES =
      table(
              "switches",
              Storage.CATALOGUE,
              "Task switches: the writes of the kernel's current task. The first row is the start of"
                  + " the index.")
          .column("t", BIGINT, Unit.ICOUNT, "Time before the instruction that switched.")
          .nullable("from_task", INTEGER, "The task that ran before; NULL in the first row.")
          .column("to_task", INTEGER, "The task that runs from here on.")
          .build();

  /** The guest's clock. */
  public static final Table CLOCK =
      table(
              "clock",
              Storage.CATALOGUE,
              "Samples of the guest's virtual clock, which between them runs evenly. Where it jumps,"
                  + " two rows have the same t.")
          .column("t", BIGINT, Unit.ICOUNT, "The instant.")
          .column("nanoseconds", BIGINT, "The virtual clock then, in nanoseconds since power-on.")
          .build();

  /** The kernel's uptime. */
  public static final Table UPTIMES =
      table(
              "uptimes",
              Storage.CATALOGUE,
              "How the kernel's uptime, by which it stamps its messages, comes from the virtual"
                  + " clock: nanoseconds + (clock * multiplier >> shift), from each row's t to the"
                  + " next row's. Empty where the kernel does not tell.")
          .column("t", BIGINT, Unit.ICOUNT, "The first instant for which this holds.")
          .column("multiplier", BIGINT, "What the virtual clock is multiplied by; 0: it stands.")
          .column("shift", INTEGER, Unit.BITS, "How far the product is shifted to the right.")
          .column("nanoseconds", BIGINT, "What is added.")
          .build();

  /** The kernel's log. */
  public static final Table MESSAGES =
      table(
              "messages",
              Storage.CATALOGUE,
              "The kernel's log, from the changes of its ring buffer: messages that were committed"
                  + " while the index was made.")
          .column("t", BIGINT, Unit.ICOUNT, "Time before the instruction that committed it.")
          .column("t_begin", BIGINT, Unit.ICOUNT, "When space was reserved for it.")
          .column("seq", BIGINT, "Its number in the log, from 0.")
          .column(
              "nanoseconds", BIGINT, "Its timestamp: the kernel's uptime, which dmesg shows as is.")
          .column("level", INTEGER, "Its severity: 0 (emergency) to 7 (debug).")
          .column("facility", INTEGER, "0: the kernel; others come from user space.")
          .nullable("pid", INTEGER, "The thread that wrote it; NULL outside of any.")
          .nullable("cpu", INTEGER, "Where it came from outside of any thread: the CPU.")
          .column("text", VARCHAR, "The text.")
          .build();

  /** The kernel modules that were loaded. */
  public static final Table MODULES =
      table(
              "modules",
              Storage.CATALOGUE,
              "The kernel modules that were loaded, one row for each time.")
          .column("id", INTEGER, "Number of the row, from 1, in the order of loading.")
          .column("name", VARCHAR, "The module.")
          .column(
              "address", BIGINT, Unit.VIRTUAL_ADDRESS, "Its first byte, as /proc/modules has it.")
          .column("size", BIGINT, Unit.BYTES, "Its size without what is freed after its start.")
          .column("struct_module", BIGINT, Unit.VIRTUAL_ADDRESS, "Its struct module.")
          .column(
              "t_loaded",
              BIGINT,
              Unit.ICOUNT,
              "When its code and symbols were in place; of what was loaded before the index begins,"
                  + " that instant.")
          .nullable(
              "t_live",
              BIGINT,
              Unit.ICOUNT,
              "When it had started and its init sections were done with; of what had started before the"
                  + " index begins, that instant; NULL if that was not seen.")
          .nullable("t_unloaded", BIGINT, Unit.ICOUNT, "When it was unloaded; NULL if it was not.")
          .build();

  /** The symbols of kernel modules. */
  public static final Table MODULE_SYMBOLS =
      table(
              "module_symbols",
              Storage.CATALOGUE,
              "The functions and variables of kernel modules, where and while they were there."
                  + " `symbols` has them too, unless two shared an address at different times.")
          .column("module", INTEGER, "The row's id in `modules`.")
          .column("name", VARCHAR, "Its name; several may share one.")
          .column("kind", VARCHAR, "'FUNCTION', 'OBJECT' or 'PER_CPU_OBJECT'.")
          .column(
              "address",
              BIGINT,
              Unit.VIRTUAL_ADDRESS,
              "Where it was; of a per-CPU variable, its offset in the per-CPU area.")
          .column("size", BIGINT, Unit.BYTES, "Its size, 0 where it is not known.")
          .column("init", BOOLEAN, "Whether it lay in what is freed once the module has started.")
          .build();

  /** Where types and lines of kernel modules are from. */
  public static final Table MODULE_FILES =
      table(
              "module_files",
              Storage.CATALOGUE,
              "Where the types and lines of kernel modules are from, one row for each of `modules`.")
          .column("module", INTEGER, "The row's id in `modules`.")
          .nullable(
              "file",
              VARCHAR,
              "The file with debug information that was read; NULL where none was.")
          .nullable(
              "build_id",
              VARCHAR,
              "The build id that the module has in the guest's memory, in hexadecimal; NULL where it"
                  + " is not known.")
          .nullable("problem", VARCHAR, "Why no file was read; NULL where one was.")
          .build();

  /** The source files of the program. */
  public static final Table FILES =
      table("files", Storage.SYMBOLS, "The source files of the program.")
          .column("id", INTEGER, "Number of the file, from 1.")
          .column("path", VARCHAR, "Its path as the compiler saw it.")
          .build();

  /** The C types of the program. */
  public static final Table TYPES =
      table("types", Storage.SYMBOLS, "The C types of the program.")
          .column("id", INTEGER, "Number of the type; 0 is void.")
          .column(
              "kind",
              VARCHAR,
              "'void', 'base', 'pointer', 'array', 'struct', 'union', 'enum', 'typedef',"
                  + " 'qualified', 'prototype' or 'forward'.")
          .nullable("name", VARCHAR, "Its tag or name; NULL where it has none.")
          .nullable("size", BIGINT, Unit.BYTES, "Its size, where the kind itself says it.")
          .nullable(
              "target",
              INTEGER,
              "The type that it is made from: pointed to, of the elements, renamed, qualified or"
                  + " returned.")
          .nullable("count", BIGINT, "Elements of an array; -1 where the type does not say.")
          .nullable(
              "attribute",
              VARCHAR,
              "A base type's encoding, an enum's 'signed' or 'unsigned', a qualifier, 'variadic',"
                  + " or a forward's keyword.")
          .build();

  /** The members of structures and unions. */
  public static final Table MEMBERS =
      table("members", Storage.SYMBOLS, "The members of structures and unions.")
          .column("composite", INTEGER, "The structure or union.")
          .column("ordinal", INTEGER, "Position in the declaration, from 0.")
          .nullable("name", VARCHAR, "Its name; NULL for an anonymous structure or union.")
          .column("type", INTEGER, "Its type.")
          .column("bit_offset", BIGINT, Unit.BITS, "From the start of the composite.")
          .column("bit_size", INTEGER, Unit.BITS, "Width of a bit field, else 0.")
          .build();

  /** The constants of enumerations. */
  public static final Table ENUMERATORS =
      table("enumerators", Storage.SYMBOLS, "The constants of enumerations.")
          .column("enumeration", INTEGER, "The enumeration.")
          .column("ordinal", INTEGER, "Position in the declaration, from 0.")
          .column("name", VARCHAR, "Its name.")
          .column("value", BIGINT, "Its value.")
          .build();

  /** The parameters of function types. */
  public static final Table PROTOTYPE_PARAMETERS =
      table("prototype_parameters", Storage.SYMBOLS, "The parameters of function types.")
          .column("prototype", INTEGER, "The function type.")
          .column("ordinal", INTEGER, "Position, from 0.")
          .nullable("name", VARCHAR, "Its name, where the declaration gives one.")
          .column("type", INTEGER, "Its type.")
          .build();

  /** Functions and variables. */
  public static final Table SYMBOLS =
      table("symbols", Storage.SYMBOLS, "The functions, variables and labels of the program.")
          .column("name", VARCHAR, "Its name; several may share one.")
          .column("kind", VARCHAR, "'FUNCTION', 'OBJECT', 'PER_CPU_OBJECT' or 'LABEL'.")
          .column("global", BOOLEAN, "Whether other files see it.")
          .column(
              "address",
              BIGINT,
              Unit.LINK_ADDRESS,
              "Where it was linked; of a per-CPU variable, its offset in the per-CPU area.")
          .column("size", BIGINT, Unit.BYTES, "Its size, 0 where it is not known.")
          .column("type", INTEGER, "Its type, -1 where it is not known.")
          .column("file", INTEGER, "The file that declares it, 0 where it is not known.")
          .column("line", INTEGER, "The line that declares it, 0 where it is not known.")
          .nullable(
              "section",
              VARCHAR,
              "The section that it lies in; of a kernel module's symbol, the module's"
                  + " name in brackets, with a * where the address was another's too.")
          .build();

  /** The parameters of functions. */
  public static final Table PARAMETERS =
      table("parameters", Storage.SYMBOLS, "The parameters of functions.")
          .column("function", BIGINT, Unit.LINK_ADDRESS, "The function.")
          .column("ordinal", INTEGER, "Position, from 0.")
          .column("name", VARCHAR, "Its name.")
          .column("type", INTEGER, "Its type, -1 where it is not known.")
          .build();

  /** The line table. */
  public static final Table LINES =
      table(
              "lines",
              Storage.SYMBOLS,
              "Where each run of instructions stands in the source; a run ends where the next"
                  + " begins.")
          .column("address", BIGINT, Unit.LINK_ADDRESS, "The first instruction of the run.")
          .column("file", INTEGER, "The source file.")
          .column("line", INTEGER, "The line, 0 where it is not known or the code ends.")
          .build();

  /** Inlined calls. */
  public static final Table INLINES =
      table("inlines", Storage.SYMBOLS, "The ranges of instructions that were inlined.")
          .column("low", BIGINT, Unit.LINK_ADDRESS, "The first address.")
          .column("high", BIGINT, Unit.LINK_ADDRESS, "The address after the last.")
          .column("depth", INTEGER, "1: inlined into the function itself, 2: into that, and so on.")
          .column("function", VARCHAR, "The function that was inlined.")
          .column("call_file", INTEGER, "The file of the call.")
          .column("call_line", INTEGER, "The line of the call.")
          .build();

  private static final List<Table> TABLES =
      List.of(
          WRITES,
          CALLS,
          INTERRUPTS,
          TASKS,
          TASK_NAMES,
          SWITCHES,
          MESSAGES,
          CONTEXTS,
          FUNCTIONS,
          CLOCK,
          UPTIMES,
          MODULES,
          MODULE_SYMBOLS,
          MODULE_FILES,
          SITES,
          SYMBOLS,
          PARAMETERS,
          TYPES,
          MEMBERS,
          ENUMERATORS,
          PROTOTYPE_PARAMETERS,
          FILES,
          LINES,
          INLINES,
          META,
          COVERAGE,
          STATS,
          SEGMENTS,
          INITIAL_MEMORY,
          SEGMENT_ROWS,
          KEPT,
          ACCESSES,
          CALL_FILES,
          CALL_ROWS);

  /** What a store of this version lacks if it was made before they were: it has none of them. */
  private static final List<Table> ADDED = List.of(MODULES, MODULE_SYMBOLS, MODULE_FILES);

  private Schema() {}

  /** Every relation, the ones that users ask for first. */
  public static List<Table> tables() {
    return TABLES;
  }

  /** The relation of a name, which is in lower case. */
  public static Optional<Table> find(String name) {
    return TABLES.stream().filter(t -> t.name().equals(name)).findFirst();
  }

  /** The tables that a database file of the symbols of one program has. */
  static List<Table> symbolTables() {
    return TABLES.stream().filter(t -> t.storage() == Storage.SYMBOLS).toList();
  }

  /** Whether a store may lack the table, and then has nothing of what it holds. */
  static boolean mayLack(Table table) {
    return ADDED.contains(table);
  }

  /** The tables that a catalogue has: the symbols', and the trace's own. */
  static List<Table> catalogueTables() {
    return TABLES.stream()
        .filter(t -> t.storage() == Storage.SYMBOLS || t.storage() == Storage.CATALOGUE)
        .toList();
  }
}
