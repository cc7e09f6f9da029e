package dev.rrq.indexer.stacks;

import org.jspecify.annotations.Nullable;

/** A place of a stack that holds a return address; used again and again. */
final class Frame {

  long slot;

  /** 0 until its entry is seen, and where it has no symbol. */
  long function;

  long entryTime;

  /** The return address, or the interrupted pc. */
  long pc;

  int callerContext;
  int context;

  /** Null unless this is an interrupt's. */
  @Nullable ShadowStack interrupted;

  long handler;
  long interruptTime;
  int argumentsKnown;
  final long[] arguments = new long[FunctionEntries.ARGUMENTS];

  /** Makes it that of a call whose function is not known yet. */
  Frame reset(long slot, long pc, int callerContext, int context) {
    this.slot = slot;
    this.pc = pc;
    this.callerContext = callerContext;
    this.context = context;
    function = 0;
    entryTime = 0;
    interrupted = null;
    handler = 0;
    interruptTime = 0;
    argumentsKnown = 0;
    return this;
  }

  /**
   * Whether it is of an interrupt of user mode. The return from it leaves that frame, and goes by a
   * copy of it, at the top of a stack of the CPU.
   */
  boolean isFromUser() {
    return interrupted != null && interrupted.isUser;
  }
}
