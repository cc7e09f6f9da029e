package dev.rrq.gdbrsp.packet.feature;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.Command;
import java.util.List;

/**
 * {@code qSupported}: tells the stub what this client can do and asks the same of it.
 *
 * @param offered the client's features, such as {@code swbreak+}
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/General-Query-Packets.html#qSupported">GDB
 *     manual, qSupported</a>
 */
public record SupportedQuery(List<String> offered) implements Command<StubFeatures> {

  /**
   * What this library can read. Left out on purpose: {@code multiprocess+}, so that thread ids stay
   * plain, and the fork events, which a machine does not have.
   */
  public static final SupportedQuery STANDARD =
      new SupportedQuery(
          List.of("xmlRegisters=i386", "swbreak+", "hwbreak+", "error-message+", "qemu.icount+"));

  /** Keeps a copy of the list. */
  public SupportedQuery {
    offered = List.copyOf(offered);
  }

  @Override
  public Payload encode() {
    return Payload.ascii(
        offered.isEmpty() ? "qSupported" : "qSupported:" + String.join(";", offered));
  }

  @Override
  public StubFeatures decode(Payload reply) throws RspException {
    return StubFeatures.parse(reply);
  }
}
