package dev.rrq.gdbrsp.transport;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;

/**
 * A TCP or unix socket. It never blocks but in a selector, so that waiting can be ended from
 * elsewhere without closing the socket.
 */
public final class ChannelTransport implements Transport {
  private final String peer;
  private final SocketChannel channel;
  private final Selector reading;
  private final Selector writing;
  private final Object writeLock = new Object();

  private ChannelTransport(String peer, SocketChannel channel) throws IOException {
    this.peer = peer;
    this.channel = channel;
    channel.configureBlocking(false);
    this.reading = Selector.open();
    this.writing = Selector.open();
  }

  /**
   * Connects.
   *
   * @throws IOException if nothing listens there, or the time is over before anything answers
   */
  public static ChannelTransport connect(Endpoint endpoint, long timeoutNanos) throws IOException {
    SocketChannel channel = endpoint.open();
    return opened(endpoint, channel, transport -> transport.reach(endpoint, timeoutNanos));
  }

  /** Takes over a channel that is already connected to a stub. */
  static ChannelTransport connected(Endpoint endpoint, SocketChannel channel) throws IOException {
    return opened(endpoint, channel, ChannelTransport::begin);
  }

  private static ChannelTransport opened(Endpoint endpoint, SocketChannel channel, Opening opening)
      throws IOException {
    try {
      ChannelTransport transport = new ChannelTransport(endpoint.toString(), channel);
      try {
        opening.open(transport);
        return transport;
      } catch (IOException | RuntimeException failed) {
        transport.close();
        throw failed;
      }
    } catch (IOException | RuntimeException failed) {
      channel.close();
      throw failed;
    }
  }

  private void reach(Endpoint endpoint, long timeoutNanos) throws IOException {
    if (!channel.connect(endpoint.address())) {
      channel.register(writing, SelectionKey.OP_CONNECT);
      select(writing, timeoutNanos);
      if (!channel.finishConnect()) {
        throw new IOException("nothing happened within the time");
      }
    }
    begin();
  }

  private void begin() throws IOException {
    if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
      // Every packet is waited for, so holding small ones back would cost 40 ms each.
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    channel.register(reading, SelectionKey.OP_READ);
    channel.register(writing, SelectionKey.OP_WRITE);
  }

  @Override
  public boolean write(byte[] bytes, long timeoutNanos) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    long start = nanoTime();
    synchronized (writeLock) {
      while (true) {
        channel.write(rest);
        long left = timeoutNanos - (nanoTime() - start);
        if (!rest.hasRemaining()) {
          return true;
        }
        if (left <= 0 || Thread.currentThread().isInterrupted()) {
          return false;
        }
        select(writing, left);
      }
    }
  }

  @Override
  public int read(ByteBuffer into, long timeoutNanos) throws IOException {
    int count = channel.read(into);
    if (count != 0) {
      return count;
    }
    select(reading, timeoutNanos);
    return channel.read(into);
  }

  private static void select(Selector selector, long timeoutNanos) throws IOException {
    // Rounded up: a select of 0 ms would wait for ever, and one that is cut short would spin.
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos + 999_999));
    try {
      selector.select(key -> {}, millis);
    } catch (ClosedSelectorException closed) {
      throw new IOException("this side closed the connection", closed);
    }
  }

  @Override
  public void wake() {
    reading.wakeup();
  }

  @Override
  public String peer() {
    return peer;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    reading.close();
    writing.close();
  }

  /** What makes a new transport ready. */
  private interface Opening {
    void open(ChannelTransport transport) throws IOException;
  }
}
