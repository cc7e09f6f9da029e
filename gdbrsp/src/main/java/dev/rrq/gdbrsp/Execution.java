package dev.rrq.gdbrsp;

import dev.rrq.gdbrsp.codec.Frame;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.error.UnsupportedPacketException;
import dev.rrq.gdbrsp.packet.feature.StubFeatures;
import dev.rrq.gdbrsp.packet.qemu.StepLog;
import dev.rrq.gdbrsp.packet.qemu.StepMany;
import dev.rrq.gdbrsp.packet.resume.Continue;
import dev.rrq.gdbrsp.packet.resume.Resume;
import dev.rrq.gdbrsp.packet.resume.ResumeAction;
import dev.rrq.gdbrsp.packet.resume.ResumeThreads;
import dev.rrq.gdbrsp.packet.resume.ReverseContinue;
import dev.rrq.gdbrsp.packet.resume.ReverseStep;
import dev.rrq.gdbrsp.packet.resume.Step;
import dev.rrq.gdbrsp.packet.stop.StopReply;
import java.util.List;
import java.util.Set;

/**
 * Running, stepping and stopping.
 *
 * <p>A call that waits for a stop and does not see one within its limits leaves the target running:
 * {@link #interrupt} it and {@link #awaitStop} then, or just wait again.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, vCont, c, s, bc and bs</a>
 */
public final class Execution {
  private final Stub stub;
  private final CallLimits limits;

  Execution(Stub stub, CallLimits limits) {
    this.stub = stub;
    this.limits = limits;
  }

  /** Runs until something stops the target. */
  public StopReply continueToStop() throws RspException {
    return run(ResumeAction.CONTINUE);
  }

  /** Runs one instruction. */
  public StopReply step() throws RspException {
    return run(ResumeAction.STEP);
  }

  /** Runs some threads, each in its way, until something stops them. */
  public StopReply run(ResumeAction... actions) throws RspException {
    try (Call call = stub.begin(limits)) {
      call.resume(request(call, List.of(actions)));
      return call.awaitStop();
    }
  }

  /** Lets some threads run, and returns at once. */
  public void start(ResumeAction... actions) throws RspException {
    try (Call call = stub.begin(limits)) {
      call.resume(request(call, List.of(actions)));
    }
  }

  /**
   * Makes many steps at once, or fewer where a watchpoint is hit, the target ends, or the stub's
   * log is full; {@link StubFeatures#manySteps} tells whether the stub can.
   *
   * @param steps how many, at least 1
   * @return what each step did
   */
  public StepLog stepMany(long steps) throws RspException {
    if (!stub.features().manySteps()) {
      throw new UnsupportedPacketException(
          "the stub at " + stub.session().peer() + " makes single steps only");
    }
    try (Call call = stub.begin(limits)) {
      call.resume(new StepMany(steps));
      call.awaitStop();
      return new StepLog(stub.steps(call));
    }
  }

  /** Runs backwards until something stops the target. */
  public StopReply reverseContinue() throws RspException {
    return back(new ReverseContinue(), stub.features().reverseContinue());
  }

  /** Goes one instruction back. */
  public StopReply reverseStep() throws RspException {
    return back(new ReverseStep(), stub.features().reverseStep());
  }

  /** Waits until the target, which must be running, stops. */
  public StopReply awaitStop() throws RspException {
    try (Call call = stub.begin(limits)) {
      return call.awaitStop();
    }
  }

  /** Whether the target runs as far as this side knows. */
  public boolean running() {
    return stub.session().running() != null;
  }

  /**
   * Asks a running target to stop, from any thread; who waits for the stop then sees it. A target
   * that just stopped takes no notice.
   *
   * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Interrupts.html">GDB
   *     manual, Interrupts</a>
   */
  public void interrupt() throws RspException {
    stub.session().send(Frame.Control.INTERRUPT);
  }

  /** Stops a running target and waits for it. */
  public StopReply interruptAndAwait() throws RspException {
    interrupt();
    return awaitStop();
  }

  private Resume request(Call call, List<ResumeAction> actions) throws RspException {
    Set<String> known = stub.resumeActions(call);
    if (actions.stream().allMatch(action -> known.contains(action.letter() + ""))) {
      return new ResumeThreads(actions);
    }
    if (actions.equals(List.of(ResumeAction.CONTINUE))) {
      return new Continue();
    }
    if (actions.equals(List.of(ResumeAction.STEP))) {
      return new Step();
    }
    throw new UnsupportedPacketException("the stub cannot resume threads one by one (vCont)");
  }

  private StopReply back(Resume request, boolean offered) throws RspException {
    if (!offered) {
      // QEMU 7.2 asserts that it is in a replay, and is gone otherwise.
      throw new UnsupportedPacketException(
          "the stub at " + stub.session().peer() + " does not go back; QEMU does in a replay");
    }
    try (Call call = stub.begin(limits)) {
      call.resume(request);
      return call.awaitStop();
    }
  }
}
