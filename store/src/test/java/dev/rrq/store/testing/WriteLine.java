package dev.rrq.store.testing;

import dev.rrq.store.RawRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A write as tests spell it: {@code t pc vaddr paddr size old new} and then any of {@code user},
 * {@code context=N}, {@code cpu} and {@code device}, the last two with a pc that is the start of
 * the window; or {@code read}, of an access that is kept. Numbers are decimal or {@code 0x} and
 * hexadecimal, {@code -} is 0.
 */
public record WriteLine(
    long t,
    long pc,
    long vaddr,
    long paddr,
    int size,
    long old,
    long value,
    int context,
    int origin,
    boolean user) {

  private static final int POSITIONAL = 7;

  /** Reads a line. */
  public static WriteLine parse(String line) {
    List<String> words = List.of(line.strip().split("\\s+"));
    if (words.size() < POSITIONAL) {
      throw new IllegalArgumentException("expected t pc vaddr paddr size old new: " + line);
    }
    int context = 0;
    int origin = RawRecord.INSTRUCTION;
    boolean user = false;
    for (String word : words.subList(POSITIONAL, words.size())) {
      if (word.startsWith("context=")) {
        context = Integer.parseInt(word.substring("context=".length()));
      } else if (word.equals("user")) {
        user = true;
      } else if (word.equals("cpu")) {
        origin = RawRecord.CPU;
      } else if (word.equals("device")) {
        origin = RawRecord.DEVICE;
      } else if (word.equals("read")) {
        origin = RawRecord.READ;
      } else {
        throw new IllegalArgumentException("unknown word " + word + ": " + line);
      }
    }
    return new WriteLine(
        Lines.number(words.get(0)),
        Lines.number(words.get(1)),
        Lines.number(words.get(2)),
        Lines.number(words.get(3)),
        (int) Lines.number(words.get(4)),
        Lines.number(words.get(5)),
        Lines.number(words.get(6)),
        context,
        origin,
        user);
  }

  /** The records of these writes, as an engine delivers them. */
  public static ByteBuffer records(List<WriteLine> lines) {
    ByteBuffer records =
        ByteBuffer.allocate(lines.size() * RawRecord.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (WriteLine line : lines) {
      records.putLong(line.t).putLong(line.pc).putLong(line.vaddr).putLong(line.paddr);
      records.putLong(line.old).putLong(line.value).putInt(line.context);
      records.put((byte) line.size).put((byte) line.origin);
      records.putShort((short) (line.user ? RawRecord.USER : 0));
    }
    return records.flip();
  }
}
