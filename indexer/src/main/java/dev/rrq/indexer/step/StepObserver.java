package dev.rrq.indexer.step;

import dev.rrq.indexer.disassembly.Instruction;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Is told of each step when it is over: an instruction, a round of a repeated one, or the delivery
 * of an interrupt or exception. Whichever way the machine is stepped, it hears the same. It says in
 * which calling context the step's changes of memory were made.
 */
interface StepObserver {

  /** Hears nothing. */
  StepObserver NONE = step -> {};

  /** A step is over. What it is told with is good only until this returns. */
  void stepped(FinishedStep step) throws IOException;

  /** The calling context in which the step that was told last changed memory; 0 if unknown. */
  default int context() {
    return 0;
  }

  /** All steps up to an instant have been told. */
  default void finished(long t) throws IOException {}

  /** A step that is over; the guest's memory is as the step left it. */
  interface FinishedStep {

    /** The count of instructions before it. */
    long t();

    /** The count after it: the same where an interrupt or exception was delivered. */
    long next();

    /** The processor before it. */
    CpuState before();

    /** The processor after it. */
    CpuState after();

    /** The instruction that {@link #before} stood at; null where fetching it faults. */
    @Nullable Instruction instruction() throws IOException;

    /** RAM after it. */
    PhysicalMemory memory();
  }
}
