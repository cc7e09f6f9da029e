package dev.rrq.shell.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.gdbrsp.transport.Endpoint;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a debugger and a stub hear of each other through the proxy. */
@Timeout(60)
final class StubProxyTest {

  @TempDir Path directory;

  @Test
  void allIsPassedOnButTheGoodbye() throws IOException {
    Path stubPath = directory.resolve("stub");
    Path proxyPath = directory.resolve("proxy");
    try (ServerSocketChannel stub = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      stub.bind(UnixDomainSocketAddress.of(stubPath));
      try (StubProxy proxy = StubProxy.open(proxyPath, new Endpoint.Unix(stubPath));
          SocketChannel debugger = SocketChannel.open(StandardProtocolFamily.UNIX)) {
        debugger.connect(UnixDomainSocketAddress.of(proxy.socket()));
        try (SocketChannel machine = stub.accept()) {
          write(debugger, "$g#67");
          assertThat(read(machine, 5)).isEqualTo("$g#67");
          write(machine, "+$00#60");
          assertThat(read(debugger, 7)).isEqualTo("+$00#60");
          write(debugger, "+$D;1#b0");
          assertThat(read(debugger, 7)).isEqualTo("+$OK#9a");
          debugger.shutdownOutput();
          assertThat(read(machine, 100)).isEqualTo("+");
        }
      }
    }
  }

  private static void write(SocketChannel channel, String text) throws IOException {
    channel.write(ByteBuffer.wrap(text.getBytes(ISO_8859_1)));
  }

  private static String read(SocketChannel channel, int most) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(most);
    while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
      // Until there is enough, or the other side has said all.
    }
    return ISO_8859_1.decode(buffer.flip()).toString();
  }
}
