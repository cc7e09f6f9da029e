package dev.rrq.indexer.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who called whom, in a machine whose stack is a few words. */
final class ShadowStacksTest implements ShadowStacks.Machine {

  private static final long MAIN = 0x1000;
  private static final long WORK = 0x2000;
  private static final long HELP = 0x3000;
  private static final long IRQ = 0x4000;
  private static final long STACK = 0xffff_8880_0000_8000L;
  private static final long OTHER_STACK = 0xffff_8880_0002_0000L;
  private static final long USER_STACK = 0x7fff_0000_8000L;

  /** A first argument of 4 signed bytes and a second of 8, in the first two registers. */
  private static final long TWO_ARGUMENTS = 0x99_b0L;

  private final Map<Long, Long> memory = new HashMap<>();
  private final long[] arguments = new long[6];
  private final FlowSink flow = new FlowSink();
  private final ShadowStacks stacks =
      new ShadowStacks(
          this,
          new FunctionEntries(Map.of(MAIN, 0L, WORK, TWO_ARGUMENTS, HELP, 0L, IRQ, 0L)),
          flow);
  private final List<Runnable> expectations = new ArrayList<>();
  private long t;

  @Override
  public long addressSpace() {
    return 0x1_0000;
  }

  @Override
  public long word(long address) {
    return memory.getOrDefault(address, 0L);
  }

  @Override
  public long argument(int number) {
    return arguments[number];
  }

  private void call(long slot, long returnAddress) throws IOException {
    stacks.at(++t);
    stacks.stores(StackUse.CALL, slot);
    stacks.called(slot, returnAddress);
    memory.put(slot, returnAddress);
  }

  private void enter(long function) throws IOException {
    stacks.at(++t);
    stacks.entered(function, function == WORK ? TWO_ARGUMENTS : 0);
  }

  private void load(StackUse use, long slot) throws IOException {
    stacks.at(++t);
    stacks.loads(use, slot, word(slot));
  }

  private void interruptReturn(long slot, long selector) throws IOException {
    stacks.at(++t);
    stacks.loads(StackUse.INTERRUPT_RETURN, slot, word(slot));
    stacks.loads(StackUse.INTERRUPT_RETURN, slot + 8, selector);
  }

  /** Says what the context is now. Contexts are told late, so it is compared at the end. */
  private void expect(String frames) {
    int context = stacks.context();
    expectations.add(() -> assertThat(flow.frames(context)).isEqualTo(frames));
  }

  @AfterEach
  void contextsAreAsExpected() throws IOException {
    finish();
    expectations.forEach(Runnable::run);
  }

  private void finish() throws IOException {
    stacks.at(++t);
    stacks.finish();
  }

  @Test
  void aCallReturnsWithItsArguments() throws IOException {
    call(STACK - 8, MAIN + 5);
    arguments[0] = 0x1234_5678_ffff_ffffL;
    arguments[1] = 7;
    enter(WORK);
    call(STACK - 32, WORK + 9);
    enter(HELP);
    load(StackUse.RETURN, STACK - 32);
    load(StackUse.RETURN, STACK - 8);
    assertThat(stacks.context()).isZero();
    finish();
    assertThat(flow.calls())
        .containsExactly(
            "[2, 6) 2000 returned (-1, 7): called at 1005",
            "[4, 5) 3000 returned (): called at 2009, called at 1005");
  }

  @Test
  void aFunctionJumpsToAnotherInItsPlace() throws IOException {
    call(STACK - 8, MAIN + 5);
    enter(WORK);
    enter(HELP);
    load(StackUse.RETURN, STACK - 8);
    finish();
    assertThat(flow.calls())
        .containsExactly(
            "[2, 3) 2000 jumped (0, 0): called at 1005", "[3, 4) 3000 returned (): called at 1005");
  }

  @Test
  void whatTheStackPointerMovesPastIsUnwound() throws IOException {
    call(STACK - 8, MAIN + 5);
    enter(HELP);
    call(STACK - 32, HELP + 5);
    enter(MAIN);
    load(StackUse.POP, STACK - 8);
    finish();
    assertThat(flow.calls())
        .containsExactly(
            "[2, 5) 3000 unwound (): called at 1005",
            "[4, 5) 1000 unwound (): called at 3005, called at 1005");
  }

  @Test
  void nobodyCalledWhatRunsFirst() throws IOException {
    enter(MAIN);
    call(STACK - 8, MAIN + 5);
    enter(HELP);
    finish();
    assertThat(flow.calls())
        .containsExactly("[1, 1) 1000 base (): ", "[3, 4) 3000 open (): called at 1005");
  }

  @Test
  void anInterruptIsBelowWhatItInterrupts() throws IOException {
    call(STACK - 8, MAIN + 5);
    enter(HELP);
    stacks.at(++t);
    stacks.interrupted(HELP + 3, IRQ, STACK - 64);
    expect("interrupted at 3003, called at 1005");
    enter(IRQ);
    interruptReturn(STACK - 64, 0x10);
    expect("called at 1005");
    finish();
    assertThat(flow.interrupts())
        .containsExactly("[3, 5) by 4000 at 3003, returned: called at 1005");
  }

  /**
   * The second returns through the words of the first, which is not to be taken for a part of it.
   */
  @Test
  void interruptsOneAfterTheOtherAreToldApart() throws IOException {
    call(STACK - 8, MAIN + 5);
    enter(HELP);
    for (long slot : new long[] {STACK - 80, STACK - 64, STACK - 48}) {
      stacks.at(++t);
      stacks.interrupted(HELP + 3, IRQ, slot);
      interruptReturn(slot, 0x10);
    }
    finish();
    assertThat(flow.interrupts())
        .containsExactly(
            "[3, 4) by 4000 at 3003, returned: called at 1005",
            "[5, 6) by 4000 at 3003, returned: called at 1005",
            "[7, 8) by 4000 at 3003, returned: called at 1005");
  }

  @Test
  void aSystemCallIsBelowItsProgram() throws IOException {
    call(USER_STACK - 8, 0x40_0005);
    stacks.at(++t);
    stacks.systemCall(0x40_0100);
    expect("system call at 400100, called at 400005");
    call(STACK - 8, MAIN + 5);
    expect("called at 1005, system call at 400100, called at 400005");
    stacks.at(++t);
    stacks.systemReturn();
    expect("called at 400005");
  }

  @Test
  void anInterruptOfAProgramGoesBackToIt() throws IOException {
    call(USER_STACK - 8, 0x40_0005);
    stacks.at(++t);
    stacks.interrupted(0x40_0010, IRQ, STACK - 48);
    expect("interrupted at 400010, called at 400005");
    // By a copy of the frame, on the stack that the CPU has for entries.
    interruptReturn(OTHER_STACK - 48, 0x33);
    expect("called at 400005");
  }

  @Test
  void eachStackKeepsItsOwnFrames() throws IOException {
    call(STACK - 8, MAIN + 5);
    stacks.at(++t);
    stacks.loads(StackUse.STACK_LOAD, 0, OTHER_STACK - 1024);
    expect("");
    call(OTHER_STACK - 1032, WORK + 5);
    expect("called at 2005");
    stacks.at(++t);
    stacks.loads(StackUse.STACK_LOAD, 0, STACK - 64);
    expect("called at 1005");
    load(StackUse.RETURN, STACK - 8);
    expect("");
  }

  @Test
  void aFreshStackReturnsToTheFunctionThatTheKernelPutThere() throws IOException {
    call(STACK - 8, MAIN + 5);
    memory.put(OTHER_STACK - 64 + 48, HELP);
    stacks.at(++t);
    stacks.loads(StackUse.STACK_LOAD, 0, OTHER_STACK - 64);
    expect("called at 3000");
  }

  @Test
  void aReturnAddressThatWasMovedEndsItsFrame() throws IOException {
    call(STACK - 8, MAIN + 5);
    enter(HELP);
    memory.put(STACK - 128, MAIN + 5);
    load(StackUse.RETURN, STACK - 128);
    finish();
    assertThat(flow.calls()).containsExactly("[2, 3) 3000 returned (): called at 1005");
  }

  @Test
  void whatReturnsToBeforeTheBeginningHasNoCaller() throws IOException {
    memory.put(STACK, MAIN + 5);
    load(StackUse.RETURN, STACK);
    assertThat(stacks.context()).isZero();
    enter(HELP);
    finish();
    assertThat(flow.calls()).containsExactly("[2, 2) 3000 base (): ");
  }

  @Test
  void manyContextsKeepTheirNumbers() throws IOException {
    Map<Long, Integer> known = new HashMap<>();
    for (int round = 0; round < 2; round++) {
      for (long site = 1; site <= 5000; site++) {
        call(STACK - 8, MAIN + site);
        Integer before = known.put(site, stacks.context());
        assertThat(before).isIn(null, stacks.context());
        expect(String.format("called at %x", MAIN + site));
        load(StackUse.RETURN, STACK - 8);
      }
    }
    assertThat(known.values()).doesNotHaveDuplicates();
  }
}
