package dev.rrq.indexer.stacks;

import dev.rrq.indexer.plugin.CaptureSink;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * One shadow stack for each stack of the machine, as the plugin's {@code stacks.c} keeps them.
 *
 * <p>A frame is known by the address of the slot that holds its return address. The stack grows
 * downwards, so any use of the stack at an address ends all frames whose slots are at or below it:
 * returns, {@code longjmp} and stacks that are simply left behind come to the same.
 *
 * <p>Of what happened before the first call of a method nothing is known: what returns then has no
 * caller.
 */
public final class ShadowStacks {

  /** At most so many words are restored when a task is switched to. */
  private static final int SWITCH_FRAME_WORDS = 8;

  /** A new task's stack holds no more bytes at first: the registers of user mode, and that. */
  private static final long FRESH_STACK_BYTES = 256;

  private static final int USER_PRIVILEGE = 3;

  /** What the machine holds while an instruction is told. */
  public interface Machine {

    /** Which page tables are in use; the same for both halves of a split one. */
    long addressSpace();

    /** The word at a virtual address, or 0 where there is no memory. */
    long word(long address);

    /** A register for arguments, by its number in the calling convention, from 0. */
    long argument(int number);
  }

  private final Machine machine;
  private final FunctionEntries entries;
  private final FlowRecords records;
  private final ContextTree tree;
  private final StackRegions regions = new StackRegions();
  private final Frame base = new Frame();

  /** Between a system call instruction and the first use of the kernel's stack; and at first. */
  private final ShadowStack limbo = new ShadowStack(0, false);

  private ShadowStack current = limbo;
  private int context;
  private long now;

  /** The time and the stack pointer of the interrupt return and the far return that ran last. */
  private long interruptReturnTime = -1;

  private long interruptReturnSlot;
  private long farReturnTime = -1;
  private long farReturnSlot;

  /** For stacks of which nothing is known yet. */
  public ShadowStacks(Machine machine, FunctionEntries entries, CaptureSink sink) {
    this.machine = machine;
    this.entries = entries;
    this.records = new FlowRecords(sink);
    this.tree = new ContextTree(records);
  }

  /** The context of what runs now. */
  public int context() {
    return context;
  }

  /**
   * Sets the time of what follows.
   *
   * @param time icount, not before the last one
   */
  public void at(long time) {
    now = time;
  }

  /**
   * The instruction that is about to run is a function's first.
   *
   * @param function its address, which is the pc
   * @param places of its arguments, as {@link FunctionEntries} has them
   */
  public void entered(long function, long places) throws IOException {
    if (current.isEmpty()) {
      base.reset(0, 0, 0, current.baseContext);
      enter(base, function, places);
      records.call(base, CallEnd.BASE, now);
      return;
    }
    Frame frame = current.top();
    if (frame.function == function && frame.entryTime == now) {
      return;
    }
    if (frame.function != 0) {
      records.call(frame, CallEnd.JUMPED, now);
    }
    enter(frame, function, places);
  }

  private void enter(Frame frame, long function, long places) {
    frame.function = function;
    frame.entryTime = now;
    frame.argumentsKnown = 0;
    for (int i = 0; i < FunctionEntries.ARGUMENTS; i++) {
      if (FunctionEntries.isPresent(places, i)) {
        long register = machine.argument(FunctionEntries.register(places, i));
        frame.arguments[i] = FunctionEntries.value(places, i, register);
        frame.argumentsKnown |= 1 << i;
      }
    }
  }

  /**
   * The system call instruction that is about to run enters the kernel.
   *
   * @param pc its address
   */
  public void systemCall(long pc) throws IOException {
    ShadowStack user = current.isUser ? current : current.user;
    int entered = tree.of(context, pc, ContextTree.SYSCALL);
    toLimbo(user, entered);
  }

  /** The instruction that is about to run goes back to user mode. */
  public void systemReturn() {
    returnToUser();
  }

  private void toLimbo(@Nullable ShadowStack user, int baseContext) {
    limbo.clear();
    limbo.baseContext = baseContext;
    limbo.user = user;
    current = limbo;
    setContext();
  }

  /** Back to the user stack from which the kernel was entered. */
  private void returnToUser() {
    ShadowStack user = current.user;
    if (user == null) {
      toLimbo(null, ContextTree.ROOT);
    } else {
      current = user;
      setContext();
    }
  }

  /**
   * An instruction that uses the stack stores a word.
   *
   * @param address virtual, of the word
   */
  public void stores(StackUse use, long address) throws IOException {
    if (use == StackUse.CALL || use == StackUse.PUSH) {
      touch(address, false);
    }
  }

  /**
   * A call has stored its return address.
   *
   * @param slot where, a virtual address
   */
  public void called(long slot, long returnAddress) throws IOException {
    int caller = context;
    int callee = tree.of(caller, returnAddress, ContextTree.CALL);
    Frame frame = push(slot, callee);
    if (frame != null) {
      frame.reset(slot, returnAddress, caller, callee);
    }
  }

  private @Nullable Frame push(long slot, int pushed) {
    Frame frame = current.push();
    if (frame != null) {
      current.last = slot;
      context = pushed;
    }
    return frame;
  }

  /**
   * An instruction that uses the stack loads a word.
   *
   * @param address virtual, of the word
   * @param value what it loads
   */
  public void loads(StackUse use, long address, long value) throws IOException {
    switch (use) {
      case RETURN -> {
        if (!touch(address, true)) {
          endMovedFrame(address, value);
        }
      }
      case POP -> touch(address, false);
      case INTERRUPT_RETURN -> interruptReturn(address, value);
      case FAR_RETURN -> farReturn(address);
      case STACK_LOAD -> {
        changeStack(value - 1, true, false);
        if (current.isEmpty()) {
          findFirstReturn(value);
        }
      }
      case STACK_LOAD_CPU -> changeStack(value - 1, false, true);
      default -> {}
    }
  }

  /**
   * Entry code moves its return address to another slot before it returns to it. A return from
   * where nothing was pushed, to the address of the innermost frame, ends that frame.
   */
  private void endMovedFrame(long address, long returnAddress) throws IOException {
    if (current.isEmpty()) {
      return;
    }
    Frame frame = current.top();
    if (Long.compareUnsigned(frame.slot, address) > 0
        && frame.pc == returnAddress
        && frame.interrupted == null) {
      discard(current, frame.slot, true);
      current.last = address;
      setContext();
    }
  }

  private void interruptReturn(long address, long value) throws IOException {
    if (interruptReturnTime == now) {
      boolean selector = address == interruptReturnSlot + Long.BYTES;
      if (selector && (value & USER_PRIVILEGE) == USER_PRIVILEGE && !current.isUser) {
        returnToUser();
      }
      return;
    }
    interruptReturnTime = now;
    interruptReturnSlot = address;
    ShadowStack stack = stackAt(address);
    ShadowStack back =
        !stack.isEmpty() && stack.top().slot == address ? stack.top().interrupted : null;
    touch(address, true);
    if (back != null) {
      current = back;
      setContext();
    }
  }

  /**
   * The kernel's first far jump to itself leaves the address below which its main function runs.
   */
  private void farReturn(long address) throws IOException {
    if (farReturnTime != now) {
      farReturnTime = now;
      farReturnSlot = address;
      touch(address, false);
      return;
    }
    if (address != farReturnSlot + Long.BYTES) {
      return;
    }
    long slot = address + Long.BYTES;
    long returnAddress = machine.word(slot);
    touch(address, false);
    if (!StackRegions.isUser(returnAddress)) {
      called(slot, returnAddress);
    }
  }

  /**
   * What runs first on a fresh kernel stack returns to a function, above the registers that a
   * switch restores. Nobody called it: the kernel put it there.
   */
  private void findFirstReturn(long stackPointer) throws IOException {
    if (StackRegions.bytesAbove(stackPointer) > FRESH_STACK_BYTES) {
      return;
    }
    for (int word = SWITCH_FRAME_WORDS - 1; word >= 0; word--) {
      long slot = stackPointer + (long) word * Long.BYTES;
      long function = machine.word(slot);
      if (entries.find(function) != FunctionEntries.NONE) {
        called(slot, function);
        return;
      }
    }
  }

  /**
   * The CPU has taken an interrupt or exception.
   *
   * @param pc where it was taken
   * @param handler the address of the handler's first instruction
   * @param slot where the CPU stored the pc, a virtual address
   */
  public void interrupted(long pc, long handler, long slot) throws IOException {
    ShadowStack interrupted = current;
    int caller = context;
    int inside = tree.of(caller, pc, ContextTree.INTERRUPT);
    changeStack(slot, false, false);
    Frame frame = push(slot, inside);
    if (frame != null) {
      frame.reset(slot, pc, caller, inside);
      frame.interrupted = interrupted;
      frame.handler = handler;
      frame.interruptTime = now;
    }
  }

  /** Tells the calls and interrupts that have not ended, and hands over all. */
  public void finish() throws IOException {
    for (ShadowStack stack : regions.all()) {
      while (!stack.isEmpty()) {
        end(stack.pop(), CallEnd.OPEN);
      }
    }
    records.flush();
  }

  private void end(Frame frame, CallEnd end) throws IOException {
    if (frame.function != 0) {
      records.call(frame, end, now);
    }
    if (frame.interrupted != null) {
      records.interrupt(frame, end, now);
    }
  }

  /**
   * The stack pointer of an instruction that accesses memory is at an address: ends what lies below
   * it.
   *
   * @return whether a frame exactly there has returned
   */
  private boolean touch(long address, boolean returning) throws IOException {
    boolean same = StackRegions.isRegionOf(current, address);
    if (same) {
      current.last = address;
      if (!current.reaches(address)) {
        return false;
      }
    }
    boolean near =
        current.isUser && StackRegions.isUser(address) && StackRegions.isNear(current, address);
    if (same || near) {
      boolean returned = discard(current, address, returning);
      setContext();
      return returned;
    }
    return changeStack(address, false, returning);
  }

  /**
   * The same, changing to the stack that the address is in.
   *
   * @param fresh what runs there was not entered from what runs now
   */
  private boolean changeStack(long address, boolean fresh, boolean returning) throws IOException {
    ShadowStack stack = stackAt(address);
    boolean returned = discard(stack, address, returning);
    if (stack != current) {
      if (stack.isEmpty()) {
        stack.baseContext = fresh || stack.isUser ? ContextTree.ROOT : context;
        stack.user = fresh ? null : current.isUser ? current : current.user;
      }
      current = stack;
    }
    setContext();
    return returned;
  }

  /** Ends the frames at and below an address; tells whether one exactly there has returned. */
  private boolean discard(ShadowStack stack, long address, boolean returning) throws IOException {
    boolean returned = false;
    while (stack.reaches(address)) {
      Frame frame = stack.pop();
      returned = returning && (frame.slot == address || frame.isFromUser());
      end(frame, returned ? CallEnd.RETURNED : CallEnd.UNWOUND);
    }
    stack.last = address;
    return returned;
  }

  private ShadowStack stackAt(long address) {
    // The address space does not matter for the kernel's stacks.
    long space = StackRegions.isUser(address) ? machine.addressSpace() : 0;
    return regions.at(address, space, current == limbo ? null : current);
  }

  private void setContext() {
    context = current.context();
  }
}
