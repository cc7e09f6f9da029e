package dev.rrq.planner.exec;

import dev.rrq.planner.InstructionText;
import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Timeline;
import dev.rrq.planner.analysis.Value;
import dev.rrq.planner.trace.Trace;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The instructions that memory held when they ran: kernels patch their code. */
final class Disassembly {

  private static final int PAGE = 4096;

  private final Trace trace;
  private final InstructionText text;
  private final Map<Long, List<Piece>> code = new HashMap<>();

  Disassembly(Trace trace, InstructionText text) {
    this.trace = trace;
    this.text = text;
  }

  /** Up to 8 bytes of an instruction, over time. */
  private record Piece(int length, Timeline<Value> bits) {}

  /** An instruction as of then; null if the index does not tell its bytes. */
  @Nullable String at(long pc, long t) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Piece piece : code.computeIfAbsent(pc, this::read)) {
      if (!(piece.bits().at(t) instanceof Value.Known known)) {
        break;
      }
      for (int i = 0; i < piece.length(); i++) {
        bytes.write((int) (known.bits() >>> (i * Byte.SIZE)));
      }
    }
    return bytes.size() == 0 ? null : text.text(pc, bytes.toByteArray()).orElse(null);
  }

  private List<Piece> read(long pc) {
    Interval always = new Interval(0, trace.end() + 1);
    Mapping mapping =
        trace.space().physical(pc, InstructionText.MOST_BYTES, always).at(trace.end());
    List<Piece> pieces = new ArrayList<>();
    if (mapping instanceof Mapping.Mapped mapped) {
      for (Extent extent : mapped.extents()) {
        for (long at = extent.start(); at < extent.end(); ) {
          long inPage = PAGE - at % PAGE;
          int length = (int) Math.min(Math.min(Long.BYTES, inPage), extent.end() - at);
          pieces.add(new Piece(length, trace.history().bits(at, length, always)));
          at += length;
        }
      }
    }
    return pieces;
  }
}
