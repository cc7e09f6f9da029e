package dev.rrq.store;

import dev.rrq.store.KeptRun.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The file that says what a run kept: a line for each fact, its name before the first blank. It
 * lies beside the run's own files, so that a run is added by giving its directory a name, and no
 * other process that reads the catalogue is disturbed.
 */
final class KeptFile {

  private static final String NAME = "kept";
  private static final String HEADER = "rrq-accesses 1";

  private KeptFile() {}

  static void write(Path directory, KeptRun run) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(HEADER);
    run.kinds().forEach(kind -> lines.add("kind " + kind));
    lines.add("time " + words(run.time()));
    run.places().forEach(place -> lines.add("place " + place.replaceAll("\\s+", " ")));
    run.addresses().forEach(range -> lines.add("range " + words(range)));
    for (Segment s : run.segments()) {
      lines.add(
          "file %d %d %d %d %d %d %d %d"
              .formatted(
                  s.id(),
                  s.slice(),
                  s.tMin(),
                  s.tMax(),
                  s.paddrMin(),
                  s.paddrMax(),
                  s.rows(),
                  s.bytes()));
    }
    Files.write(directory.resolve(NAME), lines, StandardCharsets.UTF_8);
  }

  private static String words(Interval interval) {
    return interval.from() + " " + interval.to();
  }

  /** Reads what a run kept. */
  static KeptRun read(Path directory, int id) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve(NAME), StandardCharsets.UTF_8);
    if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
      throw new IOException("it is not of this version");
    }
    try {
      return run(directory, id, lines.subList(1, lines.size()));
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new IOException("a line of it has no meaning", e);
    }
  }

  private static KeptRun run(Path directory, int id, List<String> lines) throws IOException {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    List<Interval> times = new ArrayList<>();
    List<Interval> ranges = new ArrayList<>();
    List<String> places = new ArrayList<>();
    List<Segment> segments = new ArrayList<>();
    for (String line : lines) {
      int blank = line.indexOf(' ');
      String rest = line.substring(blank + 1);
      switch (line.substring(0, Math.max(0, blank))) {
        case "kind" -> kinds.add(Kind.valueOf(rest));
        case "time" -> times.add(interval(rest));
        case "place" -> places.add(rest);
        case "range" -> ranges.add(interval(rest));
        case "file" -> segments.add(segment(directory, numbers(rest)));
        default -> throw new IOException("a line of it is not known: " + line);
      }
    }
    return new KeptRun(id, kinds, times.get(0), ranges, places, segments);
  }

  private static Interval interval(String text) {
    long[] numbers = numbers(text);
    return new Interval(numbers[0], numbers[1]);
  }

  private static Segment segment(Path directory, long[] n) {
    Path file = directory.resolve(Layout.segmentFile((int) n[0]));
    return Segment.stored((int) n[0], (int) n[1], file, n[2], n[3], n[4], n[5], n[6], n[7]);
  }

  private static long[] numbers(String text) {
    return java.util.Arrays.stream(text.split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }
}
