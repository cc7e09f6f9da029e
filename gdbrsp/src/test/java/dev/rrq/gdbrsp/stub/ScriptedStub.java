package dev.rrq.gdbrsp.stub;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.rrq.gdbrsp.codec.Frame;
import dev.rrq.gdbrsp.codec.FrameDecoder;
import dev.rrq.gdbrsp.codec.FrameEncoder;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A stub that follows a script: which requests it expects, in order, and what it does at each. It
 * needs no socket, no thread and no time: a client that waits in vain is at once told that its time
 * is over.
 */
public final class ScriptedStub implements Transport {
  private final FrameDecoder decoder = FrameDecoder.ofCommands(1 << 16);
  private final Deque<Step> script = new ArrayDeque<>();
  private final Deque<Runnable> whileWaiting = new ArrayDeque<>();
  private final List<Frame.Control> controls = new ArrayList<>();
  private ByteBuffer outgoing = ByteBuffer.allocate(0);
  private byte @Nullable [] late;
  private byte @Nullable [] flood;
  private boolean acks = true;
  private boolean dead;
  private long now;

  /** What the stub does when its request has come. */
  private record Step(String request, boolean acknowledged, Runnable action) {}

  /** What follows a request in the script. */
  public final class Reaction {
    private final String request;
    private boolean acknowledged = true;

    private Reaction(String request) {
      this.request = request;
    }

    /** Without acknowledging the request, whatever it does then. */
    public Reaction unacknowledged() {
      acknowledged = false;
      return this;
    }

    /** Sends packets. */
    public ScriptedStub answer(String... payloads) {
      return bytes(packets(payloads));
    }

    /** Sends nothing. */
    public ScriptedStub silence() {
      return does(() -> {});
    }

    /** Sends packets once the client has waited in vain. */
    public ScriptedStub answerLate(String... payloads) {
      return does(() -> late = packets(payloads));
    }

    /** Sends these bytes, whatever they are. */
    public ScriptedStub bytes(byte[] wire) {
      return does(() -> send(wire));
    }

    /** Sends these characters as bytes, whatever they are. */
    public ScriptedStub wire(String wire) {
      return bytes(wire.getBytes(ISO_8859_1));
    }

    /** Closes the connection after some bytes. */
    public ScriptedStub dieAfter(String wire) {
      return does(
          () -> {
            send(wire.getBytes(ISO_8859_1));
            dead = true;
          });
    }

    /** Sends the same bytes for ever. */
    public ScriptedStub flood(String wire) {
      return does(() -> flood = wire.getBytes(ISO_8859_1));
    }

    /** Sends packets, and sends and expects no acknowledgements any more. */
    public ScriptedStub answerLastWithAcks(String payload) {
      return does(
          () -> {
            send(packets(payload));
            acks = false;
          });
    }

    private ScriptedStub does(Runnable action) {
      script.add(new Step(request, acknowledged, action));
      return ScriptedStub.this;
    }
  }

  /** A stub with an empty script. */
  public static ScriptedStub create() {
    return new ScriptedStub();
  }

  /** A stub that will greet a client as QEMU's does, with these features besides. */
  public static ScriptedStub greeting(String... features) {
    List<String> all = new ArrayList<>(List.of("PacketSize=1000"));
    all.addAll(List.of(features));
    return create()
        .expect("qSupported:xmlRegisters=i386;swbreak+;hwbreak+;error-message+;qemu.icount+")
        .answer(String.join(";", all))
        .expect("?")
        .answer("T05thread:01;");
  }

  /** The next request of the script; 0x03 stands for an interrupt. */
  public Reaction expect(String request) {
    return new Reaction(request);
  }

  /** What happens elsewhere when the client next waits with nothing to read. */
  public ScriptedStub whileWaiting(Runnable action) {
    whileWaiting.add(action);
    return this;
  }

  /** Acknowledgements and the like that the client sent so far. */
  public List<Frame.Control> controls() {
    return controls;
  }

  /** Sends bytes unasked. */
  public void send(byte[] wire) {
    ByteBuffer all = ByteBuffer.allocate(outgoing.remaining() + wire.length);
    outgoing = all.put(outgoing).put(wire).flip();
  }

  /** Fails unless every request of the script has come. */
  public void assertFinished() {
    if (!script.isEmpty()) {
      throw new AssertionError(
          "expected " + script.peek().request() + " and found no more requests");
    }
  }

  @Override
  public boolean write(byte[] bytes, long timeoutNanos) {
    decoder.feed(ByteBuffer.wrap(bytes));
    for (Optional<Frame> frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
      take(frame.get());
    }
    return true;
  }

  private void take(Frame frame) {
    if (frame instanceof Frame.Packet packet) {
      request(packet.payload().text(), acks);
    } else if (frame == Frame.Control.INTERRUPT) {
      request("\u0003", false);
    } else if (frame instanceof Frame.Control control) {
      controls.add(control);
    } else {
      throw new AssertionError("expected a request and found " + frame);
    }
  }

  private void request(String text, boolean acknowledge) {
    Step step = script.poll();
    String expected = step == null ? "no more requests" : step.request();
    if (step == null || !expected.equals(text)) {
      throw new AssertionError("expected " + expected + " and found " + text);
    }
    if (acknowledge && step.acknowledged()) {
      send(FrameEncoder.control(Frame.Control.ACK));
    }
    step.action().run();
  }

  @Override
  public int read(ByteBuffer into, long timeoutNanos) {
    if (outgoing.hasRemaining()) {
      int count = Math.min(into.remaining(), outgoing.remaining());
      into.put(outgoing.slice(outgoing.position(), count));
      outgoing.position(outgoing.position() + count);
      return count;
    }
    if (dead) {
      return -1;
    }
    if (flood != null) {
      return pour(flood, into);
    }
    Runnable elsewhere = whileWaiting.poll();
    if (elsewhere != null) {
      elsewhere.run();
      return 0;
    }
    return lapse(timeoutNanos);
  }

  private static int pour(byte[] bytes, ByteBuffer into) {
    int count = 0;
    while (into.remaining() >= bytes.length) {
      into.put(bytes);
      count += bytes.length;
    }
    return count;
  }

  private int lapse(long timeoutNanos) {
    if (timeoutNanos > Long.MAX_VALUE / 2) {
      throw new AssertionError("the client waits for ever; next in the script: " + script.peek());
    }
    now += timeoutNanos;
    if (late != null) {
      send(late);
      late = null;
    }
    return 0;
  }

  @Override
  public void wake() {}

  @Override
  public String peer() {
    return "the scripted stub";
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void close() {
    dead = true;
  }

  private static byte[] packets(String... payloads) {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    for (String payload : payloads) {
      byte[] frame = FrameEncoder.packet(Payload.ascii(payload));
      wire.write(frame, 0, frame.length);
    }
    return wire.toByteArray();
  }
}
