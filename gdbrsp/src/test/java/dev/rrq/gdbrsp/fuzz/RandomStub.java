package dev.rrq.gdbrsp.fuzz;

import dev.rrq.gdbrsp.codec.Frame;
import dev.rrq.gdbrsp.codec.FrameDecoder;
import dev.rrq.gdbrsp.codec.FrameEncoder;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.transport.Transport;
import java.nio.ByteBuffer;
import java.util.Optional;

/** A stub that mostly acknowledges, and answers with whatever comes to its mind until it dies. */
final class RandomStub implements Transport {
  private final WireGenerator generator;
  private final FrameDecoder decoder = FrameDecoder.ofCommands(1 << 14);
  private ByteBuffer outgoing = ByteBuffer.allocate(0);
  private int left;
  private long now;

  RandomStub(WireGenerator generator, int bytes) {
    this.generator = generator;
    this.left = bytes;
  }

  @Override
  public boolean write(byte[] bytes, long timeoutNanos) {
    decoder.feed(ByteBuffer.wrap(bytes));
    for (Optional<Frame> frame = decoder.next(); frame.isPresent(); frame = decoder.next()) {
      if (frame.get() instanceof Frame.Packet packet) {
        answer(packet.payload());
      }
    }
    return true;
  }

  private void answer(Payload request) {
    if (generator.upTo(32) != 0) {
      send(FrameEncoder.control(Frame.Control.ACK));
    }
    if (request.startsWith("qSupported") || request.startsWith("?")) {
      String features = "PacketSize=200;qXfer:features:read+";
      send(FrameEncoder.packet(Payload.ascii(request.is("?") ? "S05" : features)));
    } else if (generator.upTo(2) == 0) {
      send(FrameEncoder.packet(Payload.ascii(generator.payload())));
    } else {
      send(generator.next());
    }
  }

  private void send(byte[] wire) {
    ByteBuffer all = ByteBuffer.allocate(outgoing.remaining() + wire.length);
    outgoing = all.put(outgoing).put(wire).flip();
    left -= wire.length;
  }

  @Override
  public int read(ByteBuffer into, long timeoutNanos) {
    if (!outgoing.hasRemaining() && left > 0 && generator.upTo(4) != 0) {
      send(generator.next());
    }
    if (!outgoing.hasRemaining()) {
      now += timeoutNanos;
      return left > 0 ? 0 : -1;
    }
    int count = Math.min(1 + generator.upTo(64), outgoing.remaining());
    into.put(outgoing.slice(outgoing.position(), count));
    outgoing.position(outgoing.position() + count);
    return count;
  }

  @Override
  public void wake() {}

  @Override
  public String peer() {
    return "the random stub";
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void close() {
    left = 0;
  }
}
