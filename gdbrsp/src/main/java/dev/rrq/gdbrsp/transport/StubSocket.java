package dev.rrq.gdbrsp.transport;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A unix socket that a stub connects to, instead of the other way round: who starts QEMU with
 * {@code -gdb unix:PATH} on a socket that is already there need not guess when QEMU is ready.
 */
public final class StubSocket implements Closeable {
  private final Path path;
  private final ServerSocketChannel server;
  private final Selector accepting;

  private StubSocket(Path path, ServerSocketChannel server, Selector accepting) {
    this.path = path;
    this.server = server;
    this.accepting = accepting;
  }

  /** Listens at a path of at most 107 bytes where no file is yet. */
  public static StubSocket bind(Path path) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(path));
      server.configureBlocking(false);
      Selector accepting = Selector.open();
      server.register(accepting, SelectionKey.OP_ACCEPT);
      return new StubSocket(path, server, accepting);
    } catch (IOException | RuntimeException failed) {
      server.close();
      throw failed;
    }
  }

  /** What to give QEMU as {@code -gdb}. */
  public String argument() {
    // A comma in a path would begin the next option.
    return "unix:" + path.toString().replace(",", ",,");
  }

  /**
   * Waits for a stub.
   *
   * @throws IOException if none comes within the time
   */
  public Transport accept(long timeoutNanos) throws IOException {
    accepting.select(key -> {}, Math.max(1, TimeUnit.NANOSECONDS.toMillis(timeoutNanos)));
    SocketChannel stub = server.accept();
    if (stub == null) {
      throw new IOException("no stub connected to " + path);
    }
    return ChannelTransport.connected(new Endpoint.Unix(path), stub);
  }

  /** Listens no longer and removes the path; streams accepted before stay. */
  @Override
  public void close() throws IOException {
    accepting.close();
    server.close();
    Files.deleteIfExists(path);
  }
}
