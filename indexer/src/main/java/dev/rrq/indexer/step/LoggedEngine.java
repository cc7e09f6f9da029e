package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.packet.qemu.StepLog;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.plugin.CaptureSink;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/**
 * Watches a machine that makes many steps at once and tells what each of them did. What the log
 * does not tell would be found by comparing all memory at the end.
 */
final class LoggedEngine extends Engine {

  /** Steps at once: some megabytes of log. */
  private static final long STEPS = 1 << 17;

  private final ManyStepped machine;
  private final LoggedStep step;

  LoggedEngine(
      ManyStepped machine,
      RamImage ram,
      Disassembler disassembler,
      CaptureSink sink,
      StepObserver observer)
      throws IOException {
    super(ram, sink, observer, machine.icount());
    this.machine = machine;
    // The machine is far ahead of the step that is looked at; what was told of is not.
    PhysicalMemory memory = ram.before();
    CodeReader code = new CodeReader(machine, memory, new PageWalker(memory), disassembler);
    this.step = new LoggedStep(LoggedState.of(machine.state()), from, changes, code, memory);
  }

  @Override
  long follow(long to, BooleanSupplier cancelled) throws IOException {
    while (step.next() < to && !cancelled.getAsBoolean()) {
      StepLog log = machine.steps(Math.min(STEPS, to - step.next()));
      if (!log.hasNext()) {
        throw IndexerException.failed(
            "the machine made no more steps at instruction %,d".formatted(step.next()));
      }
      while (log.hasNext()) {
        step.read(log);
        observer.stepped(step);
        changes.settle();
        count();
      }
      check();
      reached(step.next());
    }
    return step.next();
  }

  /** The log must lead to where the machine is. */
  private void check() throws IOException {
    long icount = machine.icount();
    long rip = machine.state().rip();
    if (icount != step.next() || rip != step.after().rip()) {
      throw IndexerException.failed(
          "the log of %,d steps ends at instruction %,d and address %x, but the emulator is at %,d and %x"
              .formatted(steps(), step.next(), step.after().rip(), icount, rip));
    }
  }
}
