package dev.rrq.symbols.orc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.symbols.elf.Bytes;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.SymbolTables;
import dev.rrq.symbols.orc.OrcUnwinder.Frame;
import dev.rrq.symbols.orc.OrcUnwinder.Registers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Stacks that are laid out by hand, with tables as a kernel of Linux 6.1 has them. */
final class OrcUnwinderTest {

  private static final long TEXT = 0xffff_ffff_8100_0000L;
  private static final long TABLE = 0xffff_ffff_8200_0000L;
  private static final long STACK = 0xffff_c900_0000_1000L;

  /** The numbers of {@code asm/orc_types.h}. */
  private static final int PREVIOUS = 1;

  private static final int BP = 4;
  private static final int SP = 5;
  private static final int CALL = 0;
  private static final int REGS = 1;

  private final List<long[]> entries = new ArrayList<>();
  private final Map<Long, Long> words = new HashMap<>();

  private void entry(long at, int spReg, int spOffset, int bpReg, int bpOffset, int type, int end) {
    entries.add(new long[] {at, spReg, spOffset, bpReg, bpOffset, type, end});
  }

  private void word(long address, long value) {
    words.put(address, value);
  }

  private List<Frame> callers(long ip, long sp, long bp) {
    ByteBuffer addresses = ByteBuffer.allocate(entries.size() * 4).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer table = ByteBuffer.allocate(entries.size() * 6).order(ByteOrder.LITTLE_ENDIAN);
    for (long[] e : entries) {
      addresses.putInt((int) (e[0] - (TABLE + addresses.position())));
      table.putShort((short) e[2]).putShort((short) e[4]);
      table.putShort((short) (e[1] | e[3] << 4 | e[5] << 8 | e[6] << 10));
    }
    OrcTable orc =
        new OrcTable(new Bytes(addresses), TABLE, new Bytes(table), OrcLayout.of(types()));
    OrcUnwinder unwinder =
        new OrcUnwinder(
            orc,
            address ->
                words.containsKey(address)
                    ? OptionalLong.of(words.get(address))
                    : OptionalLong.empty());
    return unwinder.callers(new Registers(ip, sp, bp, 0, 0, 0, 0));
  }

  private static SymbolTables types() {
    SymbolTables types = new SymbolTables();
    types.type(new CType.Base(1, "short", 2, CType.Encoding.SIGNED));
    types.type(new CType.Base(2, "unsigned int", 4, CType.Encoding.UNSIGNED));
    types.type(
        new CType.Composite(
            3,
            CType.CompositeKind.STRUCT,
            "orc_entry",
            6,
            List.of(
                new CType.Member("sp_offset", 1, 0, 0),
                new CType.Member("bp_offset", 1, 16, 0),
                new CType.Member("sp_reg", 2, 32, 4),
                new CType.Member("bp_reg", 2, 36, 4),
                new CType.Member("type", 2, 40, 2),
                new CType.Member("end", 2, 42, 1))));
    return types;
  }

  @Test
  void callsAreFollowedThroughBothPointers() {
    entry(TEXT, SP, 8, 0, 0, CALL, 0);
    entry(TEXT + 0x100, BP, 16, PREVIOUS, -16, CALL, 0);
    entry(TEXT + 0x200, SP, 8, 0, 0, CALL, 1);
    word(STACK, TEXT + 0x120);
    word(STACK + 0x48, TEXT + 0x210);
    word(STACK + 0x40, 0x1234);

    List<Frame> frames = callers(TEXT + 4, STACK, STACK + 0x40);

    assertThat(frames)
        .containsExactly(new Frame(TEXT + 0x120, false), new Frame(TEXT + 0x210, false));
  }

  @Test
  void anInterruptGoesOnAtTheInterruptedInstruction() {
    entry(TEXT, SP, 0, 0, 0, REGS, 0);
    entry(TEXT + 0x100, SP, 8, 0, 0, CALL, 0);
    entry(TEXT + 0x200, SP, 8, 0, 0, CALL, 1);
    word(STACK + 128, TEXT + 0x100);
    word(STACK + 152, STACK + 0x400);
    word(STACK + 32, 0);
    word(STACK + 0x400, TEXT + 0x205);

    List<Frame> frames = callers(TEXT + 4, STACK, 0);

    // A return address belongs to the instruction before it, an interrupted one is itself.
    assertThat(frames)
        .containsExactly(new Frame(TEXT + 0x100, true), new Frame(TEXT + 0x205, false));
  }

  @Test
  void aStackThatCannotBeReadEndsTheFrames() {
    entry(TEXT, SP, 8, 0, 0, CALL, 0);

    assertThat(callers(TEXT + 4, STACK, 0)).isEmpty();
    assertThat(callers(0x400000, STACK, 0)).isEmpty();
  }
}
