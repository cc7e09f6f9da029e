package dev.rrq.gdbrsp;

import dev.rrq.gdbrsp.codec.Frame;
import dev.rrq.gdbrsp.codec.Frame.Control;
import dev.rrq.gdbrsp.codec.FrameEncoder;
import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.CallCancelledException;
import dev.rrq.gdbrsp.error.CallTimeoutException;
import dev.rrq.gdbrsp.error.FloodException;
import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.error.StubErrorException;
import dev.rrq.gdbrsp.error.TargetRunningException;
import dev.rrq.gdbrsp.error.UnsupportedPacketException;
import dev.rrq.gdbrsp.packet.Command;
import dev.rrq.gdbrsp.packet.PayloadReader;
import dev.rrq.gdbrsp.packet.resume.Resume;
import dev.rrq.gdbrsp.packet.stop.StopReply;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One call of a user: any number of requests and answers under one time limit.
 *
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packet-Acknowledgment.html">GDB
 *     manual, Packet Acknowledgment</a>
 */
final class Call implements AutoCloseable {
  /** How often one packet is sent, in either direction, before the link counts as broken. */
  private static final int ATTEMPTS = 3;

  /** Bytes that may come while an answer is awaited and are none: far above any honest stub. */
  private static final long FLOOD = 4L << 20;

  private final Session session;
  private final CallLimits limits;
  private final Runnable wake;
  private final long start;
  private final long timeoutNanos;
  private long wasted;

  Call(Session session, CallLimits limits) {
    this.session = session;
    this.limits = limits;
    this.wake = session.transport()::wake;
    this.start = session.transport().nanoTime();
    this.timeoutNanos = limits.timeout().map(Duration::toNanos).orElse(Long.MAX_VALUE);
    limits.cancellation().ifPresent(cancellation -> cancellation.add(wake));
  }

  /** Sends a request and reads its answer; output meanwhile goes to the listener. */
  <R> R execute(Command<R> command) throws RspException {
    return execute(command, session.listener()::output);
  }

  /** Sends a request and reads its answer; output meanwhile goes to the consumer. */
  <R> R execute(Command<R> command, Consumer<byte[]> output) throws RspException {
    Payload request = prepare(command);
    session.unanswered(request);
    transmit(request);
    Payload reply = reply(request, output);
    session.unanswered(null);
    // What came was an answer; a call may need any number of them.
    wasted = 0;
    return interpret(command, request, reply);
  }

  /** Sends a request that lets the target run, and waits for no answer but the acknowledgement. */
  void resume(Resume command) throws RspException {
    Payload request = prepare(command);
    session.unanswered(request);
    transmit(request);
    session.unanswered(null);
    session.running(request);
  }

  /** Sends a request that is never answered. */
  void post(Payload request) throws RspException {
    session.send(FrameEncoder.packet(request));
  }

  /** From now on the target runs, for a reason that the stub will not tell. */
  void expectStop(Payload cause) {
    session.running(cause);
  }

  /** Waits until the target stops. */
  StopReply awaitStop() throws RspException {
    Payload cause = session.running();
    if (cause == null) {
      throw new IllegalStateException("the target does not run");
    }
    Payload reply = reply(cause, session.listener()::output);
    session.running(null);
    return interpret(AwaitedStop.INSTANCE, cause, reply);
  }

  @Override
  public void close() {
    limits.cancellation().ifPresent(cancellation -> cancellation.remove(wake));
    session.end();
  }

  private Payload prepare(Command<?> command) throws RspException {
    Payload request = command.encode();
    if (session.running() != null) {
      throw new TargetRunningException(
          "the target runs since " + session.running() + "; stop it before " + request);
    }
    dropLateAnswer();
    return request;
  }

  /**
   * Answers carry no name, so that of an abandoned request must be gone before the next is sent.
   */
  private void dropLateAnswer() throws RspException {
    Payload late = session.unanswered();
    if (late != null) {
      session.listener().unasked(reply(late, session.listener()::output));
      session.unanswered(null);
    }
  }

  private void transmit(Payload request) throws RspException {
    byte[] frame = FrameEncoder.packet(request);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      session.send(frame);
      if (!session.acks() || acknowledged(request)) {
        return;
      }
    }
    session.unanswered(null);
    throw MalformedReplyException.expected(
        "an acknowledgement '+' of " + request, ATTEMPTS + " refusals '-'");
  }

  private boolean acknowledged(Payload request) throws RspException {
    String awaited = "an acknowledgement '+' of " + request;
    int damaged = 0;
    while (true) {
      Frame frame = next(awaited);
      if (frame == Control.ACK || frame == Control.NACK) {
        return frame == Control.ACK;
      }
      if (frame instanceof Frame.Packet packet) {
        session.acknowledge(Control.ACK);
        hearUnasked(packet.payload());
      } else {
        damaged += hear(frame, request, damaged);
      }
    }
  }

  private void hearUnasked(Payload payload) throws RspException {
    if (isOutput(payload)) {
      session.listener().output(PayloadReader.hexBytes(tail(payload)));
    } else {
      session.listener().unasked(payload);
    }
  }

  private Payload reply(Payload request, Consumer<byte[]> output) throws RspException {
    String awaited = "an answer to " + request;
    int damaged = 0;
    while (true) {
      Frame frame = next(awaited);
      if (!(frame instanceof Frame.Packet packet)) {
        damaged += hear(frame, request, damaged);
        continue;
      }
      if (session.acks()) {
        session.acknowledge(Control.ACK);
      }
      if (!isOutput(packet.payload())) {
        return packet.payload();
      }
      output.accept(PayloadReader.hexBytes(tail(packet.payload())));
      if (session.running() != null) {
        wasted = 0;
      }
    }
  }

  /** Deals with a frame that is no packet; gives 1 if it was damaged, else 0. */
  private int hear(Frame frame, Payload request, int damagedBefore) throws RspException {
    if (frame instanceof Frame.Notification notification) {
      session.listener().notification(notification.payload());
    } else if (frame instanceof Frame.Damaged damaged) {
      if (!session.acks() || damagedBefore + 1 >= ATTEMPTS) {
        session.unanswered(null);
        session.running(null);
        throw MalformedReplyException.expected(
                "an undamaged packet", damaged.detail() + session.noise())
            .inReplyTo(request);
      }
      session.acknowledge(Control.NACK);
      return 1;
    }
    return 0;
  }

  private Frame next(String awaited) throws RspException {
    while (true) {
      Optional<Frame> frame = session.decoded();
      if (frame.isPresent()) {
        return frame.get();
      }
      wasted += session.receive(remaining(awaited), awaited);
      if (wasted > FLOOD) {
        String flood = "the stub at " + session.peer() + " sent " + wasted + " bytes, but not ";
        throw new FloodException(flood + awaited + session.noise());
      }
    }
  }

  private long remaining(String awaited) throws RspException {
    if (limits.cancellation().map(Cancellation::isCancelled).orElse(false)) {
      throw new CallCancelledException("cancelled while waiting for " + awaited);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new CallCancelledException("interrupted while waiting for " + awaited);
    }
    long left = timeoutNanos - (session.transport().nanoTime() - start);
    if (left <= 0) {
      throw new CallTimeoutException(
          String.format(
              "expected %s from %s within %.1f s, found nothing%s",
              awaited, session.peer(), timeoutNanos / 1e9, session.noise()));
    }
    return left;
  }

  private static boolean isOutput(Payload payload) {
    return payload.startsWith("O") && !payload.is("OK");
  }

  private static Payload tail(Payload payload) {
    return Payload.ascii(payload.text(1));
  }

  private static <R> R interpret(Command<R> command, Payload request, Payload reply)
      throws RspException {
    if (reply.isEmpty()) {
      throw new UnsupportedPacketException("the stub does not know the packet " + request);
    }
    String error = error(reply);
    if (error != null) {
      throw new StubErrorException("the stub refused " + request + " with error " + error, error);
    }
    try {
      return command.decode(reply);
    } catch (MalformedReplyException malformed) {
      throw malformed.inReplyTo(request);
    }
  }

  private static @Nullable String error(Payload reply) {
    if (reply.startsWith("E.")) {
      return reply.text(2);
    }
    boolean coded =
        reply.length() == 3
            && reply.at(0) == 'E'
            && Hex.digit(reply.at(1)) >= 0
            && Hex.digit(reply.at(2)) >= 0;
    return coded ? reply.text(1) : null;
  }
}
