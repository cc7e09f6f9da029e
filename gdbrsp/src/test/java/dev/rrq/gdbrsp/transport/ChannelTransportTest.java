package dev.rrq.gdbrsp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.gdbrsp.CallLimits;
import dev.rrq.gdbrsp.Cancellation;
import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.StubListener;
import dev.rrq.gdbrsp.error.CallCancelledException;
import dev.rrq.gdbrsp.error.DisconnectedException;
import dev.rrq.gdbrsp.error.RspException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real sockets, with a peer that the test plays. */
@Timeout(30)
final class ChannelTransportTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(20);

  @TempDir Path directory;

  @Test
  void carriesBytesOverTcp() throws Exception {
    try (ServerSocketChannel server = ServerSocketChannel.open()) {
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      int port = ((InetSocketAddress) server.getLocalAddress()).getPort();
      exchangesBytes(server, new Endpoint.Tcp("", port));
    }
  }

  @Test
  void carriesBytesOverUnixSockets() throws Exception {
    try (ServerSocketChannel server = listen()) {
      exchangesBytes(server, endpoint());
    }
  }

  private static void exchangesBytes(ServerSocketChannel server, Endpoint endpoint)
      throws IOException {
    try (Transport transport = ChannelTransport.connect(endpoint, LONG);
        SocketChannel peer = server.accept()) {
      ByteBuffer buffer = ByteBuffer.allocate(16);
      assertThat(transport.write(new byte[] {'+', '$'}, LONG)).isTrue();
      peer.read(buffer);
      assertThat(buffer.flip().remaining()).isEqualTo(2);
      peer.write(buffer);
      assertThat(transport.read(buffer.clear(), LONG)).isEqualTo(2);
      assertThat(transport.read(buffer, 1)).isZero();
      peer.shutdownOutput();
      assertThat(transport.read(buffer, LONG)).isEqualTo(-1);
    }
  }

  @Test
  void givesUpOnAPeerThatTakesNothing() throws Exception {
    try (ServerSocketChannel server = listen();
        Transport transport = ChannelTransport.connect(endpoint(), LONG);
        SocketChannel peer = server.accept()) {
      assertThat(transport.write(new byte[8 << 20], 1_000_000)).isFalse();
      assertThat(peer.isOpen()).isTrue();
    }
  }

  @Test
  void wakesUp() throws Exception {
    try (ServerSocketChannel server = listen();
        Transport transport = ChannelTransport.connect(endpoint(), LONG);
        SocketChannel peer = server.accept()) {
      transport.wake();
      assertThat(transport.read(ByteBuffer.allocate(1), Long.MAX_VALUE / 2)).isZero();
      assertThat(peer.isOpen()).isTrue();
    }
  }

  @Test
  void saysThatNobodyListens() {
    assertThatThrownBy(() -> GdbClient.connect(endpoint()))
        .isInstanceOf(DisconnectedException.class)
        .hasMessageStartingWith("no stub answers at unix:" + directory);
    assertThatThrownBy(() -> GdbClient.connect(new Endpoint.Tcp("no.such.host.invalid", 1)))
        .isInstanceOf(DisconnectedException.class)
        .hasMessageStartingWith("no stub answers at no.such.host.invalid:1: ");
  }

  @Test
  void cancellingEndsAWaitForASilentPeer() throws Exception {
    Cancellation cancellation = new Cancellation();
    CallLimits limits = CallLimits.unlimited().cancelledBy(cancellation);
    assertThatThrownBy(() -> meetSilence(limits, transport -> cancellation.cancel()))
        .isInstanceOf(CallCancelledException.class);
  }

  @Test
  void closingEndsAWaitForASilentPeer() {
    assertThatThrownBy(() -> meetSilence(CallLimits.unlimited(), Transport::close))
        .isInstanceOf(DisconnectedException.class);
  }

  @Test
  void aTimeoutEndsAWaitForASilentPeer() {
    CallLimits limits = CallLimits.within(Duration.ofMillis(1));
    assertThatThrownBy(() -> meetSilence(limits, transport -> {})).isInstanceOf(RspException.class);
  }

  private interface Elsewhere {
    void run(Transport transport) throws IOException;
  }

  /** Greets a peer that says nothing, while another thread acts once the greeting has come. */
  private void meetSilence(CallLimits limits, Elsewhere elsewhere) throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    try (ServerSocketChannel server = listen();
        Transport transport = ChannelTransport.connect(endpoint(), LONG);
        SocketChannel peer = server.accept()) {
      Thread other =
          new Thread(
              () -> {
                try {
                  peer.read(ByteBuffer.allocate(1));
                  elsewhere.run(transport);
                } catch (IOException gone) {
                  // The client's own failure tells more.
                } finally {
                  done.countDown();
                }
              });
      other.start();
      try {
        GdbClient.over(transport, limits, StubListener.DEAF);
      } finally {
        done.await();
      }
    }
  }

  private Endpoint endpoint() {
    return new Endpoint.Unix(directory.resolve("s"));
  }

  private ServerSocketChannel listen() throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(directory.resolve("s")));
    return server;
  }
}
