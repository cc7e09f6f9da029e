package dev.rrq.planner.exec;

import dev.rrq.planner.QueryException;
import dev.rrq.planner.exec.NearbyEvents.Event;
import dev.rrq.planner.exec.NearbyEvents.Sides;
import dev.rrq.planner.flow.RunningTasks;
import dev.rrq.planner.trace.Trace;
import dev.rrq.planner.type.ValueText;
import dev.rrq.store.Contexts;
import dev.rrq.store.SourceLine;
import dev.rrq.store.SymbolRow;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an event was, in a few words. */
final class EventTexts {

  private static final String STEP = "  ";

  private static final int DEVICE = 2;

  private final Context context;
  private final Trace trace;
  private final Contexts contexts;
  private final int shallowest;

  /** Where an event took place; null where that is not known. */
  record Site(@Nullable String function, @Nullable String location) {}

  EventTexts(Context context, Sides sides) {
    this.context = context;
    this.trace = context.trace();
    this.contexts = trace.store().contexts();
    this.shallowest =
        Stream.concat(sides.before().stream(), sides.after().stream())
            .filter(Event::tellsContext)
            .mapToInt(this::depth)
            .min()
            .orElse(0);
  }

  private int depth(Event event) {
    return contexts.frames(event.context()).size();
  }

  /** The name of the task that ran. */
  @Nullable String task(long t) {
    RunningTasks.Run run = trace.flow().tasks().at(t);
    return run == null || run.comm().isEmpty() ? null : run.comm();
  }

  /** As much as the stack is deeper than those of the other events. */
  String indent(Event event) {
    return event.tellsContext() ? STEP.repeat(depth(event) - shallowest) : "";
  }

  String text(Event event) {
    return switch (event.kind()) {
      case WRITE -> write(event);
      case CALL -> "call " + name(event.pc());
      case RETURN -> "return from " + name(event.pc());
      case INTERRUPT -> "interrupt: " + name(event.number(0));
      case SWITCH -> "switch to " + Optional.ofNullable(task(event.t() + 1)).orElse("?");
      case MESSAGE -> "message: " + event.text();
    };
  }

  private String name(@Nullable Long entry) {
    return entry == null || entry >= 0
        ? "?"
        : function(entry).map(SymbolRow::name).orElse("0x" + Long.toHexString(entry));
  }

  private String write(Event event) {
    long address = event.number(0);
    int size = (int) event.number(1);
    String place =
        context
            .addresses()
            .at(address)
            .filter(named -> named.offset() < Math.max(1, named.symbol().size()))
            .map(AddressNames.Named::toString)
            .orElse("0x" + Long.toHexString(address));
    String now = ValueText.raw(event.number(2), size);
    return "%s: %s -> %s".formatted(place, before(event, size), now);
  }

  /** What was there; instructions change memory after their time, all else before it. */
  private String before(Event event, int size) {
    Optional<Long> told = event.numbers().get(5);
    if (told.isPresent()) {
      return ValueText.raw(told.get(), size);
    }
    if (event.number(4) != 0) {
      return "?";
    }
    try {
      byte[] bytes = trace.history().bytes(event.number(3), size, event.t());
      ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).put(bytes);
      return ValueText.raw(word.getLong(0), size);
    } catch (QueryException e) {
      return "?";
    }
  }

  private Optional<SymbolRow> function(long address) {
    return trace.store().symbols().functionAt(address - trace.program().loadOffset());
  }

  Site site(Event event) {
    Long pc = event.pc();
    return switch (event.kind()) {
      case WRITE ->
          event.number(4) == 0
              ? at(pc, 0)
              : new Site(event.number(4) == DEVICE ? "<device>" : "<cpu>", null);
      case INTERRUPT -> at(pc, 0);
      case CALL, RETURN -> caller(event);
      case SWITCH, MESSAGE -> new Site(null, null);
    };
  }

  private Site caller(Event event) {
    boolean called =
        event.context() != Contexts.ROOT
            && contexts.frame(event.context()).kind() == Contexts.Kind.CALL;
    return called ? at(contexts.frame(event.context()).pc(), -1) : new Site(null, null);
  }

  private Site at(@Nullable Long pc, int distance) {
    if (pc == null || pc >= 0) {
      return new Site(null, null);
    }
    Optional<SourceLine> line =
        trace.store().symbols().lineAt(pc + distance - trace.program().loadOffset());
    return new Site(
        function(pc + distance).map(SymbolRow::name).orElse(null),
        line.map(l -> l.file() + ":" + l.line()).orElse(null));
  }
}
