package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.packet.qemu.StepLog.HiddenPart;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.disassembly.CodeSize;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The hidden parts of the processor's segments, and where its tables of descriptors are, which the
 * remote protocol does not tell: the monitor's {@code info registers} does, and the log of many
 * steps.
 */
public final class SegmentCache {

  private static final Pattern SEGMENT =
      Pattern.compile(
          "\\b(CS|DS|ES|SS|FS|GS|LDT|TR) *=([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+)");
  private static final Pattern TABLE = Pattern.compile("\\b(GDT|IDT) *= *([0-9a-f]+) ([0-9a-f]+)");

  private static final long LONG_CODE = 1 << 21;
  private static final long BIG = 1 << 22;
  private static final int HEX = 16;
  private static final Segment UNKNOWN = new Segment(0, false, false);
  private static final Map<String, HiddenPart> NAMES = new HashMap<>();

  static {
    for (HiddenPart part : HiddenPart.values()) {
      NAMES.put(part.name().toLowerCase(Locale.ROOT), part);
    }
  }

  private final EnumMap<HiddenPart, Segment> parts;

  private SegmentCache(EnumMap<HiddenPart, Segment> parts) {
    this.parts = parts;
  }

  /**
   * A segment register with its hidden part.
   *
   * @param base what is added to an address
   * @param longCode whether it holds 64-bit code
   * @param big whether it holds 32-bit code, or a 32-bit stack
   */
  public record Segment(long base, boolean longCode, boolean big) {

    static Segment of(long base, long flags) {
      return new Segment(base, (flags & LONG_CODE) != 0, (flags & BIG) != 0);
    }
  }

  /**
   * Reads what the monitor prints.
   *
   * @throws IndexerException where that is no x86 processor
   */
  public static SegmentCache parse(String text) {
    EnumMap<HiddenPart, Segment> parts = new EnumMap<>(HiddenPart.class);
    Matcher segment = SEGMENT.matcher(text);
    while (segment.find()) {
      parts.put(
          HiddenPart.valueOf(segment.group(1)),
          Segment.of(number(segment.group(3)), number(segment.group(5))));
    }
    Matcher table = TABLE.matcher(text);
    while (table.find()) {
      parts.put(HiddenPart.valueOf(table.group(1)), Segment.of(number(table.group(2)), 0));
    }
    if (!parts.containsKey(HiddenPart.CS) || !parts.containsKey(HiddenPart.GDT)) {
      throw IndexerException.failed(
          "the monitor's \"info registers\" does not tell the segments of an x86 processor");
    }
    return new SegmentCache(parts);
  }

  private static long number(String digits) {
    return Long.parseUnsignedLong(digits, HEX);
  }

  /** The same with another part. */
  SegmentCache with(HiddenPart part, Segment segment) {
    EnumMap<HiddenPart, Segment> changed = parts.clone();
    changed.put(part, segment);
    return new SegmentCache(changed);
  }

  /** A segment register, {@code cs} to {@code gs}. */
  public Segment segment(String name) {
    return parts.getOrDefault(NAMES.get(name), UNKNOWN);
  }

  /**
   * What code runs.
   *
   * @param longMode whether long mode is active, which a segment alone does not tell
   */
  public CodeSize codeSize(boolean longMode) {
    Segment code = segment("cs");
    if (longMode && code.longCode()) {
      return CodeSize.BITS_64;
    }
    return code.big() ? CodeSize.BITS_32 : CodeSize.BITS_16;
  }

  /** The base of {@code gdt}, {@code idt}, {@code ldt} or {@code tr}. */
  long table(String name) {
    return segment(name).base();
  }

  @Override
  public String toString() {
    return parts.toString();
  }
}
