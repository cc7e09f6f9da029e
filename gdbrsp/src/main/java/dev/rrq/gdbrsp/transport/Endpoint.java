package dev.rrq.gdbrsp.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Where a stub listens. */
public sealed interface Endpoint {

  /**
   * A TCP port.
   *
   * @param host name or address; IPv6 addresses without brackets
   * @param port 1 to 65535
   */
  record Tcp(String host, int port) implements Endpoint {
    @Override
    public SocketAddress address() throws UnknownHostException {
      if (host.isEmpty()) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      }
      InetSocketAddress address = new InetSocketAddress(host, port);
      if (address.isUnresolved()) {
        throw new UnknownHostException("there is no host of that name");
      }
      return address;
    }

    @Override
    public SocketChannel open() throws IOException {
      return SocketChannel.open();
    }

    @Override
    public String toString() {
      return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
  }

  /** A unix socket; its path has at most 107 bytes. */
  record Unix(Path path) implements Endpoint {
    @Override
    public SocketAddress address() {
      return UnixDomainSocketAddress.of(path);
    }

    @Override
    public SocketChannel open() throws IOException {
      return SocketChannel.open(StandardProtocolFamily.UNIX);
    }

    @Override
    public String toString() {
      return "unix:" + path;
    }
  }

  /**
   * Reads {@code HOST:PORT}, {@code :PORT} (this machine), {@code tcp:HOST:PORT} or {@code
   * unix:PATH}.
   *
   * @throws IllegalArgumentException with a sentence for a user
   */
  static Endpoint parse(String text) {
    if (text.startsWith("unix:")) {
      return new Unix(Path.of(text.substring("unix:".length())));
    }
    String rest = text.startsWith("tcp:") ? text.substring("tcp:".length()) : text;
    int colon = rest.lastIndexOf(':');
    String port = rest.substring(colon + 1);
    if (colon < 0 || !port.matches("[0-9]{1,5}") || Integer.parseInt(port) > 65535) {
      throw new IllegalArgumentException("expected HOST:PORT or unix:PATH, found \"" + text + "\"");
    }
    String host = rest.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return new Tcp(host, Integer.parseInt(port));
  }

  /** The address to connect to; a host name is resolved now. */
  SocketAddress address() throws IOException;

  /** A channel that can be connected to the address. */
  SocketChannel open() throws IOException;
}
