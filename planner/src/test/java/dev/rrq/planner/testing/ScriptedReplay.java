package dev.rrq.planner.testing;

import dev.rrq.planner.GuestMemory;
import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.flow.RunningTasks.Run;
import dev.rrq.planner.replay.ReplayAccess;
import dev.rrq.planner.replay.ReplayCost;
import dev.rrq.planner.replay.ReplayListener;
import dev.rrq.planner.replay.ReplayRequest;
import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.planner.replay.ReplayedAccess.Kind;
import dev.rrq.planner.replay.TracedInstruction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * A replay whose events are lines: {@code t pc store|read|execution [paddr size old new]}, and for
 * {@code why} what an instruction is: {@code t pc "text" effects}, as {@link ScriptedEffects} has
 * them. Where it can tell who ran there are lines {@code task from to pid name}, too.
 */
public final class ScriptedReplay implements ReplayAccess {

  private static final long VIRTUAL = 0xffff_ffff_8000_0000L;

  private final List<ReplayedAccess> accesses = new ArrayList<>();
  private final Map<Long, TracedInstruction> instructions = new LinkedHashMap<>();
  private final List<Run> runs = new ArrayList<>();
  private final List<Interval> windows = new ArrayList<>();

  /** A replay of these events, in order of time. */
  public ScriptedReplay(String lines) {
    lines
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .forEach(this::add);
  }

  private void add(String line) {
    if (line.startsWith("task ")) {
      String[] words = line.split("\\s+", -1);
      Interval when = new Interval(number(words[1]), number(words[2]));
      runs.add(new Run(when, (int) number(words[3]), number(words[3]), words[4]));
      return;
    }
    int quote = line.indexOf('"');
    if (quote >= 0) {
      addInstruction(line, quote);
      return;
    }
    String[] words = line.split("\\s+", -1);
    Kind kind = Kind.valueOf(words[2].toUpperCase(java.util.Locale.ROOT));
    boolean memory = kind != Kind.EXECUTION;
    long paddr = memory ? number(words[3]) : 0;
    accesses.add(
        new ReplayedAccess(
            kind,
            number(words[0]),
            number(words[1]),
            memory ? VIRTUAL + paddr : 0,
            paddr,
            memory ? (int) number(words[4]) : 1,
            memory ? number(words[5]) : 0,
            memory ? number(words[6]) : 0,
            0,
            0,
            false));
  }

  private void addInstruction(String line, int quote) {
    String[] before = line.substring(0, quote).strip().split("\\s+", -1);
    int end = line.indexOf('"', quote + 1);
    String after = line.substring(end + 1).strip();
    long t = number(before[0]);
    instructions.put(
        t,
        new TracedInstruction(
            t,
            number(before[1]),
            line.substring(quote + 1, end),
            ScriptedEffects.effects(after),
            List.of(),
            List.of(),
            ScriptedEffects.registers(after)));
  }

  static long number(String word) {
    return word.startsWith("0x")
        ? Long.parseUnsignedLong(word.substring(2), 16)
        : Long.parseLong(word);
  }

  /** The windows that were replayed. */
  public List<Interval> windows() {
    return windows;
  }

  @Override
  public Optional<String> hindrance() {
    return Optional.empty();
  }

  @Override
  public List<Long> starts() {
    return List.of(0L, 500L);
  }

  @Override
  public double speed() {
    return 1000;
  }

  @Override
  public void confirm(ReplayCost cost) {}

  @Override
  public void scan(ReplayRequest request, ReplayListener listener) {
    windows.add(request.window());
    for (ReplayedAccess access : accesses) {
      boolean wanted =
          request.window().contains(access.t())
              && request.kinds().contains(access.kind())
              && (access.kind() == Kind.EXECUTION
                  ? request.instructions().contains(access.pc())
                  : request.places().stream().anyMatch(place -> touches(access, place)));
      if (wanted && !listener.found(access)) {
        return;
      }
    }
    if (request.tasks()) {
      listener.ran(runs.stream().filter(r -> r.when().overlaps(request.window())).toList());
    }
  }

  @Override
  public boolean tellsTasks() {
    return !runs.isEmpty();
  }

  private static boolean touches(ReplayedAccess access, Extent place) {
    return access.paddr() < place.end() && place.start() < access.paddr() + access.size();
  }

  @Override
  public List<TracedInstruction> trace(Interval window, ReplayListener listener) {
    windows.add(window);
    return instructions.values().stream()
        .filter(instruction -> window.contains(instruction.t()))
        .map(this::withAccesses)
        .toList();
  }

  private TracedInstruction withAccesses(TracedInstruction instruction) {
    return new TracedInstruction(
        instruction.t(),
        instruction.pc(),
        instruction.text(),
        instruction.effects(),
        at(instruction.t(), Kind.READ),
        at(instruction.t(), Kind.STORE),
        instruction.registers());
  }

  private List<ReplayedAccess> at(long t, Kind kind) {
    return accesses.stream().filter(a -> a.t() == t && a.kind() == kind).toList();
  }

  /** A machine whose memory was zero, but for what stores have changed since. */
  @Override
  public <T> T standing(long t, BooleanSupplier isCancelled, Function<GuestMemory, T> reader) {
    windows.add(Interval.at(t));
    return reader.apply(new StoredMemory(accesses, t));
  }

  /** The memory of an instant. */
  private record StoredMemory(List<ReplayedAccess> accesses, long t) implements GuestMemory {
    @Override
    public byte[] physical(long address, int length) {
      byte[] bytes = new byte[length];
      for (ReplayedAccess access : accesses) {
        if (access.kind() == Kind.STORE && access.t() < t) {
          for (int i = 0; i < access.size(); i++) {
            long at = access.paddr() + i - address;
            if (at >= 0 && at < length) {
              bytes[(int) at] = (byte) (access.newValue() >>> (i * Byte.SIZE));
            }
          }
        }
      }
      return bytes;
    }

    @Override
    public OptionalLong word(long address) {
      return OptionalLong.empty();
    }

    @Override
    public long pageTables() {
      return 0;
    }
  }
}
