package dev.rrq.indexer.step;

import dev.rrq.indexer.IndexerException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processor's segments as the monitor's {@code info registers} tells them, which the remote
 * protocol does not: bases, sizes, and where the tables of descriptors are.
 *
 * @param segments by lower-case name
 * @param tables bases of {@code gdt}, {@code idt}, {@code ldt} and {@code tr}
 */
record SegmentCache(Map<String, Segment> segments, Map<String, Long> tables) {

  private static final Pattern SEGMENT =
      Pattern.compile(
          "\\b(CS|DS|ES|SS|FS|GS|LDT|TR) *=([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+) ([0-9a-f]+)");
  private static final Pattern TABLE = Pattern.compile("\\b(GDT|IDT) *= *([0-9a-f]+) ([0-9a-f]+)");

  private static final long LONG_CODE = 1 << 21;
  private static final long BIG = 1 << 22;
  private static final int HEX = 16;

  /**
   * A segment register with its hidden part.
   *
   * @param base what is added to an address
   * @param longCode whether it holds 64-bit code
   * @param big whether it holds 32-bit code, or a 32-bit stack
   */
  record Segment(long base, boolean longCode, boolean big) {}

  SegmentCache {
    segments = Map.copyOf(segments);
    tables = Map.copyOf(tables);
  }

  /**
   * Reads what the monitor prints.
   *
   * @throws IndexerException where that is no x86 processor
   */
  static SegmentCache parse(String text) {
    Map<String, Segment> segments = new HashMap<>();
    Map<String, Long> tables = new HashMap<>();
    Matcher segment = SEGMENT.matcher(text);
    while (segment.find()) {
      String name = lower(segment.group(1));
      long base = Long.parseUnsignedLong(segment.group(3), HEX);
      long flags = Long.parseUnsignedLong(segment.group(5), HEX);
      segments.put(name, new Segment(base, (flags & LONG_CODE) != 0, (flags & BIG) != 0));
      tables.put(name, base);
    }
    Matcher table = TABLE.matcher(text);
    while (table.find()) {
      tables.put(lower(table.group(1)), Long.parseUnsignedLong(table.group(2), HEX));
    }
    if (!segments.containsKey("cs") || !tables.containsKey("gdt")) {
      throw IndexerException.failed(
          "the monitor's \"info registers\" does not tell the segments of an x86 processor");
    }
    return new SegmentCache(segments, tables);
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }

  Segment segment(String name) {
    Segment segment = segments.get(name);
    return segment == null ? new Segment(0, false, false) : segment;
  }

  long table(String name) {
    return tables.getOrDefault(name, 0L);
  }
}
