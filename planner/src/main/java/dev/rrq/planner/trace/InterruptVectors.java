package dev.rrq.planner.trace;

import dev.rrq.planner.duckdb.RawRows;
import dev.rrq.planner.flow.CallStacks.Entry;
import dev.rrq.planner.flow.InterruptVector;
import dev.rrq.store.SymbolRow;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The vectors of the handlers that ran: where the kernel's interrupt descriptor table (Intel SDM
 * volume 3, 6.14.1) as of then has their addresses.
 */
final class InterruptVectors {

  private static final String TABLE = "idt_table";
  private static final int GATE_BYTES = 16;
  private static final int FIRST_EXTERNAL = 32;
  private static final int MOST_NAME = 32;
  private static final long LOW_HALF = 0xffffL;
  private static final int UPPER_HALF_AT = 6;
  private static final int HIGH_WORD_AT = 8;

  /** The exceptions of x86-64, by vector. */
  private static final List<String> EXCEPTIONS =
      List.of(
          "divide_error",
          "debug",
          "nmi",
          "int3",
          "overflow",
          "bounds",
          "invalid_op",
          "device_not_available",
          "double_fault",
          "coproc_segment_overrun",
          "invalid_tss",
          "segment_not_present",
          "stack_segment",
          "general_protection",
          "page_fault",
          "spurious",
          "coprocessor_error",
          "alignment_check",
          "machine_check",
          "simd_coprocessor_error",
          "virtualization",
          "control_protection");

  private final Trace trace;
  private final GuestReader guest;
  private final Map<Long, InterruptVector> byHandler = new TreeMap<>();

  /** When a handler ran. */
  private record Handler(long address, long first, long last) {}

  InterruptVectors(Trace trace) {
    this.trace = trace;
    this.guest = new GuestReader(trace);
    for (Handler handler : handlers()) {
      OptionalInt number = number(handler);
      byHandler.put(handler.address(), new InterruptVector(number, name(handler, number)));
    }
  }

  /** The vectors, by the addresses of their handlers. */
  Map<Long, InterruptVector> byHandler() {
    return byHandler;
  }

  /** All interrupts and exceptions. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    try (RawRows rows =
        trace.sessions().query("SELECT t, t_end, context, pc, handler FROM interrupts")) {
      while (rows.advance()) {
        InterruptVector vector = byHandler.get(number(rows, 4));
        entries.add(
            new Entry(
                number(rows, 0),
                number(rows, 1),
                (int) number(rows, 2),
                number(rows, 3),
                vector != null && vector.isHardware()));
      }
    }
    return entries;
  }

  private List<Handler> handlers() {
    List<Handler> handlers = new ArrayList<>();
    try (RawRows rows =
        trace.sessions().query("SELECT handler, min(t), max(t) FROM interrupts GROUP BY handler")) {
      while (rows.advance()) {
        handlers.add(new Handler(number(rows, 0), number(rows, 1), number(rows, 2)));
      }
    }
    return handlers;
  }

  private static long number(RawRows rows, int column) {
    return (Long) Objects.requireNonNull(rows.value(column));
  }

  private OptionalInt number(Handler handler) {
    OptionalInt found = OptionalInt.empty();
    byte[] table = guest.variable(TABLE, handler.last()).orElse(new byte[0]);
    ByteBuffer gates = ByteBuffer.wrap(table).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at + GATE_BYTES <= table.length; at += GATE_BYTES) {
      long address =
          (gates.getShort(at) & LOW_HALF)
              | (gates.getShort(at + UPPER_HALF_AT) & LOW_HALF) << Short.SIZE
              | (long) gates.getInt(at + HIGH_WORD_AT) << Integer.SIZE;
      if (address == handler.address()) {
        if (found.isPresent()) {
          return OptionalInt.empty();
        }
        found = OptionalInt.of(at / GATE_BYTES);
      }
    }
    return found;
  }

  private String name(Handler handler, OptionalInt number) {
    if (number.isPresent() && number.getAsInt() < EXCEPTIONS.size()) {
      return EXCEPTIONS.get(number.getAsInt());
    }
    String symbol =
        trace
            .store()
            .symbols()
            .functionAt(handler.address() - trace.program().loadOffset())
            .map(SymbolRow::name)
            .orElse("");
    for (String prefix : List.of("asm_sysvec_", "sysvec_")) {
      if (symbol.startsWith(prefix)) {
        return symbol.substring(prefix.length());
      }
    }
    boolean external = number.isPresent() && number.getAsInt() >= FIRST_EXTERNAL;
    return external ? device(number.getAsInt(), handler.last()).orElse("") : "";
  }

  /** The name that the driver gave when it asked for the interrupt, as /proc/interrupts has it. */
  private Optional<String> device(int vector, long t) {
    OptionalLong name = guest.value("vector_irq@cpu0[" + vector + "]->action->name", t);
    return name.isPresent()
        ? guest.text(name.getAsLong(), MOST_NAME, t).filter(text -> !text.isEmpty())
        : Optional.empty();
  }
}
