package dev.rrq.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.store.Contexts;
import dev.rrq.store.Meta;
import dev.rrq.store.TraceStore;
import dev.rrq.symbols.elf.ElfFile;
import dev.rrq.symbols.orc.OrcTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The calling contexts in the index are what two unwinders find on a replay stopped there: one by
 * the kernel's ORC tables, and GNU gdb by the compiler's frame descriptions.
 */
@Timeout(1200)
class BacktraceIT {

  /** Changes by kernel code, as often as each instruction makes them. */
  private static final int FREQUENT = 700;

  /** Changes by different instructions, most of which run seldom. */
  private static final int RARE = 300;

  private static final int INNERMOST = 3;

  /** Linux, {@code Documentation/arch/x86/x86_64/mm.rst}, with KASLR. */
  private static final long MODULES = 0xffff_ffff_c000_0000L;

  private static final long MODULES_END = 0xffff_ffff_ff00_0000L;

  @TempDir Path directory;

  private final ElfFile vmlinux = ElfFile.open(DemoRecording.parts().vmlinux());
  private final OrcTable orcTable = OrcUnwinder.table(vmlinux);

  @AfterEach
  void closeVmlinux() {
    vmlinux.close();
  }

  private record Event(long t, List<Frame> frames) {}

  private record Frame(long pc, Contexts.Kind kind) {}

  /** How the index compares with the two witnesses. */
  private enum Verdict {
    /** All three have the same frames. */
    EQUAL,
    /**
     * The index has the frames of ORC; gdb gives up in code that the compiler does not describe.
     */
    GDB_ENDS_EARLY,
    /** The index has the frames of ORC; gdb has others. */
    GDB_GUESSES,
    /** ORC does not describe this code; the index has the frames of gdb as far as it goes. */
    ORC_ENDS_EARLY,
    /** Neither describes this code, see {@link EntryCode}; the innermost call is in its place. */
    ENTRY_CODE,
    DIFFERENT
  }

  @Test
  void backtracesAreWhatTwoUnwindersFind() throws Exception {
    TraceStore store = DemoIndex.store();
    List<Event> events = kernelEvents(store);
    Map<Long, List<Long>> byGdb = unwindWithGdb(store, events);
    Map<Long, OrcUnwinder.Stack> byOrc = unwindWithOrc(store, events);

    Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
    EntryCode entryCode = new EntryCode(vmlinux, orcTable, store.symbols(), offset(store));
    int wrongInside = 0;
    for (Event event : events) {
      List<Long> gdb = byGdb.get(event.t());
      OrcUnwinder.Stack orc = byOrc.get(event.t());
      Verdict verdict = compare(entryCode, event, orc, gdb);
      verdicts.merge(verdict, 1, Integer::sum);
      if (verdict == Verdict.DIFFERENT) {
        int same = commonFrames(event, orc.pcs());
        wrongInside += same < INNERMOST ? 1 : 0;
        System.out.printf(
            "t %d: equal up to frame %d%n  ORC   %s (%s)%n  gdb   %s%n  index %s%n",
            event.t(),
            same,
            names(store, orc.pcs()),
            orc.end(),
            names(store, gdb),
            names(store, event.frames().stream().map(Frame::pc).toList()));
      }
    }
    System.out.println("backtraces at " + events.size() + " instants: " + verdicts);

    assertThat(wrongInside).as("wrong in the innermost " + INNERMOST).isZero();
    assertThat(verdicts.getOrDefault(Verdict.DIFFERENT, 0))
        .isLessThanOrEqualTo(events.size() / 200);
    assertThat(verdicts.get(Verdict.EQUAL)).isGreaterThan(events.size() / 2);
  }

  /** Changes by kernel code, spread over the time in which the kernel has its own stacks. */
  private static List<Event> kernelEvents(TraceStore store) throws SQLException {
    long start =
        StoreQuery.numbers(store, "SELECT min(t) FROM calls WHERE \"function\" = 'start_kernel'")
            .get(0);
    // The delivery of an interrupt counts no instruction: at its instant the machine may stand
    // before it, where its handler's first store is told already.
    String kernel =
        "t > %d AND pc < 0 AND NOT in_user AND t NOT IN (SELECT t FROM interrupts)"
            .formatted(start);
    Map<Long, Event> events = new TreeMap<>();
    addEvents(
        store,
        """
        SELECT t, pc, context
        FROM (FROM segment_rows USING SAMPLE reservoir(%d ROWS) REPEATABLE (20121))
        WHERE %s ORDER BY hash(t) LIMIT %d
        """
            .formatted(3 * FREQUENT, kernel, FREQUENT),
        events);
    addEvents(
        store,
        """
        SELECT arg_min(t, hash(t)), pc, arg_min(context, hash(t)) FROM segment_rows
        WHERE %s GROUP BY pc ORDER BY hash(pc) LIMIT %d
        """
            .formatted(kernel, RARE),
        events);
    assertThat(events).hasSizeGreaterThan((FREQUENT + RARE) * 9 / 10);
    // Neither witness has the tables of modules.
    return events.values().stream()
        .filter(event -> event.frames().stream().noneMatch(frame -> isOfModule(frame.pc())))
        .toList();
  }

  private static boolean isOfModule(long pc) {
    return pc >= MODULES && pc < MODULES_END;
  }

  private static void addEvents(TraceStore store, String sql, Map<Long, Event> events)
      throws SQLException {
    for (Event event : StoreQuery.rows(store, sql, row -> event(store, row))) {
      events.put(event.t(), event);
    }
  }

  private static Event event(TraceStore store, ResultSet row) throws SQLException {
    List<Frame> frames = new ArrayList<>();
    frames.add(new Frame(row.getLong(2), Contexts.Kind.CALL));
    store.contexts().frames(row.getInt(3)).stream()
        .map(frame -> new Frame(frame.pc(), frame.kind()))
        .forEach(frames::add);
    return new Event(row.getLong(1), frames);
  }

  private Map<Long, OrcUnwinder.Stack> unwindWithOrc(TraceStore store, List<Event> events)
      throws Exception {
    long firstReturn = store.symbols().named("ret_from_fork").get(0).address();
    LongPredicate thunks =
        address ->
            store
                .symbols()
                .functionAt(address)
                .filter(f -> f.name().startsWith("__x86_"))
                .isPresent();
    OrcUnwinder unwinder = new OrcUnwinder(orcTable, offset(store), firstReturn, thunks);
    Map<Long, OrcUnwinder.Stack> unwound = new HashMap<>();
    try (StoppedReplay replay =
        StoppedReplay.start(DemoRecording.recording(), DemoRecording.qemu())) {
      for (Event event : events) {
        replay.runTo(event.t());
        unwound.put(event.t(), unwinder.unwind(replay));
      }
    }
    return unwound;
  }

  private Map<Long, List<Long>> unwindWithGdb(TraceStore store, List<Event> events)
      throws Exception {
    Path times = directory.resolve("times");
    Files.write(times, events.stream().map(event -> Long.toString(event.t())).toList());
    List<String> said =
        Gdb.run(
            directory,
            "backtraces.py",
            Map.of(
                "RRQ_VMLINUX",
                DemoRecording.parts().vmlinux().toString(),
                "RRQ_OFFSET",
                Long.toString(offset(store)),
                "RRQ_TIMES",
                times.toString()),
            "AT " + events.get(events.size() - 1).t());
    Map<Long, List<Long>> unwound = new HashMap<>();
    for (String line : said) {
      if (line.startsWith("AT ")) {
        String[] words = line.split(" ", -1);
        unwound.put(
            Long.parseLong(words[1]),
            Stream.of(words)
                .skip(2)
                .map(word -> Long.parseUnsignedLong(word, 16))
                // The kernel ends its stacks with a return address of 0.
                .filter(pc -> pc != 0)
                .toList());
      }
    }
    return unwound;
  }

  private static int commonFrames(Event event, List<Long> witness) {
    int same = 0;
    while (same < Math.min(witness.size(), event.frames().size())
        && witness.get(same) == event.frames().get(same).pc()) {
      same++;
    }
    return same;
  }

  private static Verdict compare(
      EntryCode entryCode, Event event, OrcUnwinder.Stack orc, List<Long> gdb) {
    Verdict verdict = compare(event, orc, gdb);
    if (verdict != Verdict.DIFFERENT) {
      return verdict;
    }
    List<Frame> frames = event.frames();
    List<Frame> described = new ArrayList<>(frames.subList(0, 1));
    for (int i = 1; i < frames.size(); i++) {
      if (!entryCode.isCalled(frames.get(i - 1).pc(), frames.get(i).pc())) {
        described.add(frames.get(i));
      }
    }
    if (described.size() == frames.size()) {
      return verdict;
    }
    verdict = compare(new Event(event.t(), described), orc, gdb);
    boolean innermost = entryCode.isCalled(frames.get(0).pc(), frames.get(1).pc());
    return verdict == Verdict.DIFFERENT && innermost ? Verdict.ENTRY_CODE : verdict;
  }

  private static Verdict compare(Event event, OrcUnwinder.Stack orc, List<Long> gdb) {
    int byOrc = commonFrames(event, orc.pcs());
    int byGdb = commonFrames(event, gdb);
    if (byOrc < orc.pcs().size()) {
      return Verdict.DIFFERENT;
    }
    // What gdb finds in user mode, of which it knows nothing, does not matter.
    boolean gdbAgrees = byGdb == gdb.size() || byGdb >= kernelFrames(event);
    if (orc.end() != OrcUnwinder.End.OUTERMOST || !isKernelsEnd(event, byOrc)) {
      // An entry from user mode ends the stack, and so does code of which ORC knows nothing.
      boolean mayGoOn = orc.end() == OrcUnwinder.End.UNDESCRIBED || byOrc == 1;
      return mayGoOn && gdbAgrees && byGdb > byOrc ? Verdict.ORC_ENDS_EARLY : Verdict.DIFFERENT;
    }
    if (byGdb >= byOrc) {
      return Verdict.EQUAL;
    }
    return gdbAgrees ? Verdict.GDB_ENDS_EARLY : Verdict.GDB_GUESSES;
  }

  private static int kernelFrames(Event event) {
    int frames = 0;
    while (frames < event.frames().size() && event.frames().get(frames).pc() < 0) {
      frames++;
    }
    return frames;
  }

  /** Whether the kernel's frames in the index end after so many. */
  private static boolean isKernelsEnd(Event event, int frames) {
    return event.frames().size() == frames
        || (event.frames().size() > frames
            && event.frames().get(frames).kind() != Contexts.Kind.CALL
            && event.frames().get(frames).pc() >= 0);
  }

  private static long offset(TraceStore store) {
    return store.metaNumber(Meta.KASLR_OFFSET).orElseThrow();
  }

  private static String names(TraceStore store, List<Long> pcs) {
    long offset = offset(store);
    return pcs.stream()
        .map(
            pc ->
                store
                    .symbols()
                    .functionAt(pc - offset)
                    .map(symbol -> symbol.name())
                    .orElse(Long.toHexString(pc)))
        .collect(Collectors.joining(" < "));
  }
}
