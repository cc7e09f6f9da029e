package dev.rrq.shell.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.rrq.gdbrsp.transport.Endpoint;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a debugger and a stub, and passes on all but the debugger's goodbye: at a detach
 * or kill QEMU would let the machine run or end, and it is to stay where the debugger left it.
 */
final class StubProxy implements AutoCloseable {

  private static final Pattern GOODBYE =
      Pattern.compile("\\$(D(;[0-9a-f]+)?|k|vKill;[0-9a-f]+)#[0-9a-f]{2}");

  private static final byte[] AGREED = "+$OK#9a".getBytes(ISO_8859_1);
  private static final int PIECE = 1 << 14;

  private final Path socket;
  private final ServerSocketChannel server;
  private final Endpoint stub;
  private volatile boolean closed;

  private StubProxy(Path socket, ServerSocketChannel server, Endpoint stub) {
    this.socket = socket;
    this.server = server;
    this.stub = stub;
  }

  /** Listens at a path, for one debugger. */
  static StubProxy open(Path socket, Endpoint stub) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    StubProxy proxy = new StubProxy(socket, server, stub);
    thread(proxy::serve);
    return proxy;
  }

  /** Where it listens. */
  Path socket() {
    return socket;
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work, "rrq-gdb-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void serve() {
    while (!closed) {
      try (SocketChannel debugger = server.accept();
          SocketChannel machine = stub.open()) {
        machine.connect(stub.address());
        thread(() -> copy(machine, debugger));
        pass(debugger, machine);
      } catch (IOException e) {
        // The debugger has gone, or the stub has: the other side is closed with it.
      }
    }
  }

  private static void copy(SocketChannel from, SocketChannel to) {
    ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    try {
      while (from.read(buffer.clear()) >= 0) {
        write(to, buffer.flip());
      }
      to.close();
    } catch (IOException e) {
      // As in serve().
    }
  }

  /** A debugger waits for answers, so a goodbye comes in one piece and is the last thing said. */
  private static void pass(SocketChannel debugger, SocketChannel machine) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(PIECE);
    while (debugger.read(buffer.clear()) >= 0) {
      buffer.flip();
      String text = ISO_8859_1.decode(buffer.duplicate()).toString();
      Matcher goodbye = GOODBYE.matcher(text);
      if (goodbye.find()) {
        write(machine, ByteBuffer.wrap(text.substring(0, goodbye.start()).getBytes(ISO_8859_1)));
        write(debugger, ByteBuffer.wrap(AGREED));
      } else {
        write(machine, buffer);
      }
    }
  }

  private static void write(SocketChannel to, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      to.write(bytes);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    server.close();
  }
}
