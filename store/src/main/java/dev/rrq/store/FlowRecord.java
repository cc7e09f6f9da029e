package dev.rrq.store;

/**
 * The records in which an engine tells the flow of control, little endian. Engines hand whole
 * buffers of them to {@link FlowWriter}.
 */
public final class FlowRecord {

  /** {@code u32 id, u32 parent, u64 pc, u32 kind, u32 unused}. */
  public static final class Context {
    public static final int BYTES = 24;
    public static final int ID = 0;
    public static final int PARENT = 4;
    public static final int PC = 8;
    public static final int KIND = 16;

    private Context() {}
  }

  /**
   * {@code u64 entry_time, u64 end_time, u64 function, u32 context, u8 ending, u8 arguments_known,
   * u16 unused, u64 arguments[6]}.
   */
  public static final class Call {
    public static final int BYTES = 80;
    public static final int T = 0;
    public static final int T_END = 8;
    public static final int FUNCTION = 16;
    public static final int CONTEXT = 24;
    public static final int ENDING = 28;
    public static final int KNOWN = 29;
    public static final int ARGUMENTS = 32;

    /** How many arguments there may be. */
    public static final int ARGUMENT_COUNT = 6;

    private Call() {}
  }

  /**
   * {@code u64 entry_time, u64 end_time, u64 handler, u64 interrupted_pc, u32 context, u8 ending}.
   */
  public static final class Interrupt {
    public static final int BYTES = 40;
    public static final int T = 0;
    public static final int T_END = 8;
    public static final int HANDLER = 16;
    public static final int PC = 24;
    public static final int CONTEXT = 32;
    public static final int ENDING = 36;

    private Interrupt() {}
  }

  /** {@code u64 time, u64 nanoseconds}. */
  public static final class Clock {
    public static final int BYTES = 16;
    public static final int T = 0;
    public static final int NANOSECONDS = 8;

    private Clock() {}
  }

  private FlowRecord() {}
}
