package dev.rrq.gdbrsp;

import dev.rrq.gdbrsp.codec.Frame;
import dev.rrq.gdbrsp.codec.FrameDecoder;
import dev.rrq.gdbrsp.codec.FrameEncoder;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.DisconnectedException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The state of a connection between calls, and its bytes in both directions. */
final class Session {
  /** More than any stub's packet: QEMU's are 4 KiB, the largest elsewhere some 128 KiB. */
  private static final int LONGEST_REPLY = 1 << 20;

  private static final long WRITE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Transport transport;
  private final StubListener listener;
  private final FrameDecoder decoder = FrameDecoder.ofReplies(LONGEST_REPLY);
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 14);
  private final ReentrantLock lock = new ReentrantLock();

  private boolean acks = true;
  private volatile @Nullable Payload running;
  private @Nullable Payload unanswered;
  private volatile @Nullable String lost;

  Session(Transport transport, StubListener listener) {
    this.transport = transport;
    this.listener = listener;
  }

  /** Begins a call, which ends when it is closed. One thread at a time may have one. */
  Call begin(CallLimits limits) throws RspException {
    if (!lock.tryLock()) {
      throw new IllegalStateException("another thread is in a call to " + peer());
    }
    try {
      if (lost != null) {
        throw new DisconnectedException(lost);
      }
      return new Call(this, limits);
    } catch (RspException | RuntimeException failed) {
      lock.unlock();
      throw failed;
    }
  }

  void end() {
    lock.unlock();
  }

  Transport transport() {
    return transport;
  }

  StubListener listener() {
    return listener;
  }

  String peer() {
    return transport.peer();
  }

  boolean acks() {
    return acks;
  }

  void withoutAcks() {
    acks = false;
    decoder.verifyChecksums(false);
  }

  /** What resumed the target, while it runs. */
  @Nullable Payload running() {
    return running;
  }

  void running(@Nullable Payload request) {
    running = request;
  }

  /** A request that was sent, whose call ended before its answer came. */
  @Nullable Payload unanswered() {
    return unanswered;
  }

  void unanswered(@Nullable Payload request) {
    unanswered = request;
  }

  Optional<Frame> decoded() {
    return decoder.next();
  }

  /** What was heard that is no packet, for a message; empty if nothing. */
  String noise() {
    return decoder.noise() == 0
        ? ""
        : "; " + decoder.noise() + " bytes belonged to no packet: " + decoder.noiseSample();
  }

  /** Waits for bytes and decodes them; gives their number, 0 if none came. */
  int receive(long timeoutNanos, String awaited) throws RspException {
    try {
      buffer.clear();
      int count = transport.read(buffer, timeoutNanos);
      if (count < 0) {
        throw lose("the stub at " + peer() + " closed the connection before " + awaited);
      }
      decoder.feed(buffer.flip());
      return count;
    } catch (RspException expected) {
      throw expected;
    } catch (IOException broken) {
      throw broken("the connection to " + peer() + " broke before " + awaited, broken);
    }
  }

  void send(byte[] frame) throws RspException {
    try {
      if (!transport.write(frame, WRITE_TIMEOUT_NANOS)) {
        throw lose("the stub at " + peer() + " no longer takes any bytes");
      }
    } catch (RspException expected) {
      throw expected;
    } catch (IOException broken) {
      throw broken("the connection to " + peer() + " broke", broken);
    }
  }

  void send(Frame.Control control) throws RspException {
    send(FrameEncoder.control(control));
  }

  /** Says whether a packet arrived. A stub that is gone by now has no use for it. */
  void acknowledge(Frame.Control control) {
    try {
      transport.write(FrameEncoder.control(control), WRITE_TIMEOUT_NANOS);
    } catch (IOException gone) {
      // What it sent before can still be read, and then the end of it.
    }
  }

  private DisconnectedException broken(String message, IOException cause) {
    DisconnectedException disconnected = lose(message + ": " + cause.getMessage() + noise());
    disconnected.initCause(cause);
    return disconnected;
  }

  private DisconnectedException lose(String message) {
    close(message + (message.endsWith(noise()) ? "" : noise()));
    return new DisconnectedException(String.valueOf(lost));
  }

  /** Closes the connection; later calls fail with the message. The first message stays. */
  void close(String message) {
    if (lost == null) {
      lost = message;
    }
    try {
      transport.close();
    } catch (IOException ignored) {
      // There is nothing left to close, and nobody to tell.
    }
  }
}
