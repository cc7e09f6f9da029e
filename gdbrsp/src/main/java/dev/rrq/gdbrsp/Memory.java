package dev.rrq.gdbrsp;

import dev.rrq.gdbrsp.codec.Escapes;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.error.StubErrorException;
import dev.rrq.gdbrsp.packet.memory.ReadMemory;
import dev.rrq.gdbrsp.packet.memory.WriteMemory;
import dev.rrq.gdbrsp.packet.memory.WriteMemoryBinary;
import dev.rrq.gdbrsp.target.RegisterNumbers;
import java.util.Arrays;

/**
 * The target's memory, virtual unless {@link QemuSettings#physicalMemory(boolean)} says otherwise.
 * Transfers of any size are split into packets that the stub takes.
 *
 * @see <a href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/Packets.html">GDB manual,
 *     Packets, m, M and X</a>
 */
public final class Memory {
  /** A packet's letter, two numbers of 16 digits and their separators; rounded up. */
  private static final int OVERHEAD = 40;

  private final Stub stub;
  private final CallLimits limits;

  Memory(Stub stub, CallLimits limits) {
    this.stub = stub;
    this.limits = limits;
  }

  /**
   * Reads bytes.
   *
   * @throws StubErrorException if some of them cannot be read; the message gives the address
   */
  public byte[] read(long address, int length) throws RspException {
    byte[] bytes = new byte[length];
    try (Call call = stub.begin(limits)) {
      int done = 0;
      while (done < length) {
        done += readSome(call, address + done, bytes, done);
      }
    }
    return bytes;
  }

  /** Reads a number of 1 to 8 bytes in target order, zero-extended. */
  public long readNumber(long address, int length) throws RspException {
    try (Call call = stub.begin(limits)) {
      byte[] bytes = new byte[length];
      int done = 0;
      while (done < length) {
        done += readSome(call, address + done, bytes, done);
      }
      return RegisterNumbers.decode(bytes, stub.layout(call).order());
    }
  }

  /**
   * Writes bytes.
   *
   * @throws StubErrorException if some of them cannot be written; those before them then are
   */
  public void write(long address, byte[] bytes) throws RspException {
    try (Call call = stub.begin(limits)) {
      int done = 0;
      while (done < bytes.length) {
        done += writeSome(call, address + done, bytes, done);
      }
    }
  }

  private int readSome(Call call, long address, byte[] into, int at) throws RspException {
    int length = Math.min(into.length - at, (stub.features().packetSize() - OVERHEAD) / 2);
    try {
      byte[] piece = call.execute(new ReadMemory(address, length));
      System.arraycopy(piece, 0, into, at, piece.length);
      return piece.length;
    } catch (StubErrorException refused) {
      throw refused(refused, "read", address, length);
    }
  }

  private int writeSome(Call call, long address, byte[] bytes, int from) throws RspException {
    int room = stub.features().packetSize() - OVERHEAD;
    boolean binary = stub.writesBinary(call, address);
    int length = binary ? escapedPiece(bytes, from, room) : Math.min(bytes.length - from, room / 2);
    byte[] piece = Arrays.copyOfRange(bytes, from, from + length);
    try {
      call.execute(
          binary ? new WriteMemoryBinary(address, piece) : new WriteMemory(address, piece));
      return length;
    } catch (StubErrorException refused) {
      throw refused(refused, "written", address, length);
    }
  }

  /** How many bytes fit into a packet, given that some take two. */
  private static int escapedPiece(byte[] bytes, int from, int room) {
    int used = 0;
    int to = from;
    while (to < bytes.length) {
      used += Escapes.encodedLength(bytes[to] & 0xff);
      if (used > room) {
        break;
      }
      to++;
    }
    return to - from;
  }

  private static StubErrorException refused(
      StubErrorException refused, String what, long address, int length) {
    StubErrorException clearer =
        new StubErrorException(
            String.format(
                "%d bytes of memory at 0x%x cannot be %s (the stub's error %s)",
                length, address, what, refused.error()),
            refused.error());
    clearer.initCause(refused);
    return clearer;
  }
}
