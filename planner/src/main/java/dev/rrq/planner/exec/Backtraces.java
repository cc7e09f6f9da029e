package dev.rrq.planner.exec;

import dev.rrq.planner.Row;
import dev.rrq.planner.replay.ReplayedContexts;
import dev.rrq.planner.trace.Trace;
import dev.rrq.store.Contexts;
import dev.rrq.store.InlinedCall;
import dev.rrq.store.SourceLine;
import dev.rrq.store.SymbolRow;
import dev.rrq.store.SymbolTables;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The texts of call stacks, innermost frame first. Used by one thread. */
final class Backtraces {

  private final Contexts contexts;
  private final ReplayedContexts replayed;
  private final SymbolTables symbols;
  private final long offset;
  private final Map<Long, List<String>> known = new HashMap<>();

  Backtraces(Trace trace) {
    this.contexts = trace.store().contexts();
    this.replayed = trace.sessions().replays().contexts();
    this.symbols = trace.store().symbols();
    this.offset = trace.program().loadOffset();
  }

  /**
   * The frames of an instruction and of those that called it.
   *
   * @param pc the instruction; null if none is known
   * @param context in which it ran
   */
  List<String> of(@Nullable Long pc, int context) {
    if (!ReplayedContexts.isReplayed(context)) {
      return of(pc, contexts.frames(context));
    }
    List<String> frames = of(pc, replayed.frames(context));
    // What was on the stack when the replay began is not known.
    frames.add(Row.UNKNOWN);
    return frames;
  }

  /** The frames of an instruction and of callers that were found elsewhere. */
  List<String> of(@Nullable Long pc, List<Contexts.Frame> callers) {
    List<String> frames = new ArrayList<>();
    if (pc != null) {
      frames.addAll(frame(pc, 0));
    }
    for (Contexts.Frame caller : callers) {
      switch (caller.kind()) {
        case CALL -> frames.addAll(frame(caller.pc(), -1));
        case INTERRUPT -> marked(frames, "<interrupt> ", caller.pc());
        case SYSCALL -> marked(frames, "<syscall> ", caller.pc());
      }
    }
    return frames;
  }

  private void marked(List<String> frames, String mark, long pc) {
    List<String> below = frame(pc, 0);
    frames.add(mark + below.get(0));
    frames.addAll(below.subList(1, below.size()));
  }

  /**
   * The functions at an address, inlined ones first.
   *
   * @param distance from the address to the instruction that counts: a return address may already
   *     belong to the next function or line
   */
  private List<String> frame(long pc, int distance) {
    // The same address may be returned to and be interrupted: the two are looked up apart.
    return known.computeIfAbsent(pc * 2 - distance, key -> texts(pc, distance));
  }

  private List<String> texts(long pc, int distance) {
    if (pc >= 0) {
      return List.of("0x%x [user]".formatted(pc));
    }
    long linked = pc - offset;
    Optional<SymbolRow> function = symbols.functionAt(linked + distance);
    if (function.isEmpty()) {
      return List.of("0x%x".formatted(pc));
    }
    Optional<SourceLine> line = symbols.lineAt(linked + distance);
    String place = line.map(l -> " (" + l.file() + ":" + l.line() + ")").orElse("");
    String module = function.get().module().map(name -> " [" + name + "]").orElse("");
    List<String> texts = new ArrayList<>();
    for (InlinedCall inlined : symbols.inlinedAt(linked + distance)) {
      texts.add(inlined.function() + " [inlined]" + place);
      place = " (" + inlined.callFile() + ":" + inlined.callLine() + ")";
    }
    texts.add(
        "%s+0x%x%s%s"
            .formatted(function.get().name(), linked - function.get().address(), module, place));
    return texts;
  }
}
