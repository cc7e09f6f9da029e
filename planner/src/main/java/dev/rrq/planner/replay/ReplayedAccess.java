package dev.rrq.planner.replay;

/**
 * Something that a replay found.
 *
 * @param t icount before the instruction; where none did it, when the change was found
 * @param pc the instruction; where none did it, the start of the window in which it happened
 * @param vaddr virtual address; of no meaning where no instruction did it
 * @param paddr physical address
 * @param size bytes
 * @param oldValue raw bits before
 * @param newValue raw bits after, or those that were read
 * @param context of {@link ReplayListener#context}, 0 where it is not known
 * @param origin 0: an instruction, 1: the CPU itself, 2: a device
 */
public record ReplayedAccess(
    Kind kind,
    long t,
    long pc,
    long vaddr,
    long paddr,
    int size,
    long oldValue,
    long newValue,
    int context,
    int origin,
    boolean inUser) {

  /** What was found. */
  public enum Kind {
    /** A store, one that changes nothing too; or a change that no instruction made. */
    STORE,
    /** A load. */
    READ,
    /** An execution of an instruction. */
    EXECUTION
  }
}
