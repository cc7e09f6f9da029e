package dev.rrq.store;

/**
 * The records in which an engine tells the flow of control, little endian. Engines hand whole
 * buffers of them to {@link FlowWriter}.
 */
final class FlowRecord {

  /** {@code u32 id, u32 parent, u64 pc, u32 kind, u32 unused}. */
  static final class Context {
    static final int BYTES = 24;
    static final int ID = 0;
    static final int PARENT = 4;
    static final int PC = 8;
    static final int KIND = 16;

    private Context() {}
  }

  /** {@code u64 entry_time, u64 end_time, u64 function, u32 context, u8 ending}. */
  static final class Call {
    static final int BYTES = 32;
    static final int T = 0;
    static final int T_END = 8;
    static final int FUNCTION = 16;
    static final int CONTEXT = 24;
    static final int ENDING = 28;

    private Call() {}
  }

  /**
   * {@code u64 entry_time, u64 end_time, u64 handler, u64 interrupted_pc, u32 context, u8 ending}.
   */
  static final class Interrupt {
    static final int BYTES = 40;
    static final int T = 0;
    static final int T_END = 8;
    static final int HANDLER = 16;
    static final int PC = 24;
    static final int CONTEXT = 32;
    static final int ENDING = 36;

    private Interrupt() {}
  }

  /** {@code u64 time, u64 nanoseconds}. */
  static final class Clock {
    static final int BYTES = 16;
    static final int T = 0;
    static final int NANOSECONDS = 8;

    private Clock() {}
  }

  private FlowRecord() {}
}
