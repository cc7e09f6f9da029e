package dev.rrq.shell.session;

import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.live.Control;
import dev.rrq.indexer.live.LiveReplay;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.recording.Snapshot;
import dev.rrq.indexer.scan.Access;
import dev.rrq.indexer.scan.AccessScan;
import dev.rrq.indexer.scan.ScanRequest;
import dev.rrq.indexer.scan.ScanSink;
import dev.rrq.indexer.tasks.TaskWatch;
import dev.rrq.indexer.tasks.WatchedTasks;
import dev.rrq.planner.GuestMemory;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.flow.RunningTasks.Run;
import dev.rrq.planner.replay.ReplayAccess;
import dev.rrq.planner.replay.ReplayCost;
import dev.rrq.planner.replay.ReplayListener;
import dev.rrq.planner.replay.ReplayRequest;
import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.planner.replay.TracedInstruction;
import dev.rrq.shell.effects.Tracing;
import dev.rrq.shell.live.StoppedMemory;
import dev.rrq.shell.progress.Amounts;
import dev.rrq.shell.progress.Progress;
import dev.rrq.shell.progress.ProgressLine;
import dev.rrq.store.TraceStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Replays the recording of a trace, and says on the screen how far it is. */
final class RecordingReplays implements ReplayAccess {

  /** A replay that takes longer is asked about, where somebody can answer. */
  private static final double LONG_SECONDS = 5;

  private static final double USUAL_SPEED = 150e6;

  private static final long MOST_TRACED = 2_000_000;

  private final Path trace;
  private final TraceStore store;
  private Optional<TaskWatch> tasks = Optional.empty();
  private boolean knowsTasks;
  private @Nullable Recording recording;
  private @Nullable Screen screen;

  /** Replays of the recording of a trace, whose index this is. */
  RecordingReplays(Path trace, TraceStore store) {
    this.trace = trace;
    this.store = store;
  }

  synchronized void workOn(Screen screen) {
    this.screen = screen;
  }

  @Override
  public Optional<String> hindrance() {
    // Whether QEMU is there shows when it is needed: a start must not wait for it.
    return Files.isReadable(trace.resolve("recording.json"))
        ? Optional.empty()
        : Optional.of("there is no recording in " + trace + " to replay");
  }

  private synchronized Recording recording() {
    Recording opened = recording;
    if (opened == null) {
      opened = Recording.open(trace);
      recording = opened;
    }
    return opened;
  }

  @Override
  public List<Long> starts() {
    List<Long> starts = new ArrayList<>(List.of(0L));
    recording().snapshots().stream().map(Snapshot::t).filter(t -> t > 0).forEach(starts::add);
    return starts;
  }

  @Override
  public double speed() {
    return USUAL_SPEED;
  }

  @Override
  public void confirm(ReplayCost cost) {
    Screen here;
    synchronized (this) {
      here = screen;
    }
    String question =
        "This is not in the index: up to %s instructions are replayed, in some %s. Go on?"
            .formatted(
                Amounts.count((double) cost.instructions()), Amounts.seconds(cost.seconds()));
    if (here != null && cost.seconds() > LONG_SECONDS && !here.confirm(question)) {
      throw new QueryException("not replayed");
    }
  }

  @Override
  public void scan(ReplayRequest request, ReplayListener listener) {
    boolean stores = request.kinds().contains(ReplayedAccess.Kind.STORE);
    boolean reads = request.kinds().contains(ReplayedAccess.Kind.READ);
    List<ScanRequest.Range> ranges =
        request.places().stream()
            .map(place -> new ScanRequest.Range(place.start(), place.end(), stores, reads))
            .toList();
    Interval window = request.window();
    Optional<TaskWatch> watch = request.tasks() ? tasks() : Optional.empty();
    Optional<WatchedTasks> watched = watch.map(tasks -> tasks.from(window.from()));
    run(
        new ScanRequest(
            window.from(),
            window.to(),
            ranges,
            request.instructions(),
            request.stacks(),
            false,
            watch.map(TaskWatch::wanted).orElse(null)),
        listener,
        access -> {
          watched.ifPresent(all -> all.found(access));
          return !isAskedFor(access, ranges) || listener.found(Tracing.converted(access));
        });
    watched.ifPresent(all -> listener.ran(runs(all, window, listener)));
  }

  @Override
  public boolean tellsTasks() {
    return tasks().isPresent() && hindrance().isEmpty();
  }

  private synchronized Optional<TaskWatch> tasks() {
    if (!knowsTasks) {
      tasks = TaskWatch.of(store);
      knowsTasks = true;
    }
    return tasks;
  }

  /** What was found for the sake of tasks alone is not. */
  private static boolean isAskedFor(Access access, List<ScanRequest.Range> ranges) {
    return switch (access.kind()) {
      case EXECUTION, REGISTER -> true;
      case CONTENT -> false;
      case STORE, READ ->
          ranges.stream()
              .anyMatch(
                  range ->
                      access.paddr() < range.end()
                          && range.start() < access.paddr() + access.size());
    };
  }

  private List<Run> runs(WatchedTasks watched, Interval window, ReplayListener listener) {
    if (!watched.isKnown()) {
      return beforeTasks(window, listener);
    }
    return ReplayedRuns.of(watched, window);
  }

  /** Before the kernel has tasks, who runs is told by the first of them: it is waited for. */
  private List<Run> beforeTasks(Interval window, ReplayListener listener) {
    TaskWatch watch = tasks().orElseThrow();
    WatchedTasks all = watch.from(0);
    boolean[] over = new boolean[1];
    run(
        new ScanRequest(
            0, recording().length(), List.of(), List.of(), false, false, watch.wanted()),
        listener,
        access -> {
          over[0] |= access.t() >= window.to() && all.isKnown();
          if (!over[0]) {
            all.found(access);
          }
          return !over[0];
        });
    return all.isKnown() ? ReplayedRuns.of(all, window) : List.of();
  }

  /** Takes what is found. */
  private interface Found {
    boolean take(Access access);
  }

  private void run(ScanRequest request, ReplayListener listener, Found found) {
    try (ProgressLine line = progressLine()) {
      new AccessScan(recording(), QemuBinary.find())
          .run(request, new Sink(request, start(request.from()), listener, found, line));
    } catch (IndexerException e) {
      if (listener.isCancelled()) {
        throw new QueryException("interrupted", e);
      }
      throw e;
    }
  }

  private static void tell(ProgressLine line, long icount, long from, long to) {
    line.update(new Progress("replaying", icount - from, to - from, -1, -1));
  }

  private long start(long t) {
    Snapshot snapshot = recording().snapshotBefore(t);
    return snapshot == null ? 0 : snapshot.t();
  }

  private synchronized ProgressLine progressLine() {
    return screen == null
        ? new ProgressLine(new java.io.PrintWriter(java.io.Writer.nullWriter()), false, 0)
        : screen.progressLine();
  }

  /** Hands on what a scan tells. */
  private record Sink(
      ScanRequest request, long start, ReplayListener listener, Found found, ProgressLine line)
      implements ScanSink {

    @Override
    public boolean found(Access access) {
      return found.take(access);
    }

    @Override
    public void context(int id, int parent, long pc, int kind) {
      listener.context(id, parent, pc, kind);
    }

    @Override
    public void reached(long icount) {
      tell(line, icount, start, request.to());
    }

    @Override
    public boolean isCancelled() {
      return listener.isCancelled();
    }
  }

  @Override
  public List<TracedInstruction> trace(Interval window, ReplayListener listener) {
    if (window.to() - window.from() > MOST_TRACED) {
      throw new IllegalArgumentException("too long to be traced: " + window);
    }
    List<Access> found = new ArrayList<>();
    run(
        ScanRequest.everything(window.from(), window.to()),
        listener,
        access -> {
          found.add(access);
          return !listener.isCancelled();
        });
    try (Disassembler disassembler = new Disassembler()) {
      return new Tracing(disassembler).of(found);
    }
  }

  @Override
  public <T> T standing(long t, BooleanSupplier isCancelled, Function<GuestMemory, T> reader) {
    try (ProgressLine line = progressLine();
        LiveReplay replay = LiveReplay.start(recording(), QemuBinary.find(), t)) {
      long start = start(t);
      replay.goTo(
          t,
          new Control() {
            @Override
            public boolean isCancelled() {
              return isCancelled.getAsBoolean();
            }

            @Override
            public void at(long icount) {
              tell(line, icount, start, t);
            }
          });
      if (replay.now() != t) {
        throw new QueryException("interrupted");
      }
      return reader.apply(new StoppedMemory(replay::memory, replay::registers));
    }
  }
}
