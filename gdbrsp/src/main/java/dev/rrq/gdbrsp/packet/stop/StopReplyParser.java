package dev.rrq.gdbrsp.packet.stop;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.PayloadReader;
import dev.rrq.gdbrsp.packet.breakpoint.BreakpointKind;
import dev.rrq.gdbrsp.packet.register.RawRegisters;
import dev.rrq.gdbrsp.packet.register.ReadRegister;
import dev.rrq.gdbrsp.packet.thread.ThreadId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads stop replies. */
final class StopReplyParser {
  private final PayloadReader reader;
  private final Map<Integer, RawRegisters> registers = new HashMap<>();
  private StopReason reason = new StopReason.Unspecified();
  private Optional<ThreadId> thread = Optional.empty();
  private OptionalLong icount = OptionalLong.empty();

  private StopReplyParser(PayloadReader reader) {
    this.reader = reader;
  }

  static StopReply parse(Payload reply) throws RspException {
    PayloadReader reader = new PayloadReader(reply);
    StopReplyParser parser = new StopReplyParser(reader);
    return switch (reader.character()) {
      case 'S', 'T' -> parser.stopped();
      case 'W' -> new StopReply.Exited(parser.lastStatus());
      case 'X' -> new StopReply.Terminated(new Signal(parser.lastStatus()));
      case 'w' -> parser.threadExited();
      case 'N' -> parser.nothingRuns();
      case 'F' -> new StopReply.SystemCall(reply.text(1));
      default ->
          throw MalformedReplyException.expected("a stop reply (S, T, W, X, w, N or F)", reply);
    };
  }

  private StopReply nothingRuns() throws RspException {
    reader.expectEnd();
    return new StopReply.NothingRuns();
  }

  /** A status, and the process that some stubs name after it; one machine has but one. */
  private int lastStatus() throws RspException {
    int status = reader.hexByte();
    if (reader.accept(';')) {
      reader.until(':');
      reader.hexNumber();
    }
    reader.expectEnd();
    return status;
  }

  private StopReply threadExited() throws RspException {
    int status = reader.hexByte();
    reader.expect(';');
    ThreadId gone = ThreadId.parse(reader);
    reader.expectEnd();
    return new StopReply.ThreadExited(status, gone);
  }

  private StopReply stopped() throws RspException {
    Signal signal = new Signal(reader.hexByte());
    while (!reader.atEnd()) {
      String name = reader.until(':');
      pair(name, Payload.ascii(reader.until(';')));
    }
    return new StopReply.Stopped(signal, reason, thread, registers, icount);
  }

  private void pair(String name, Payload value) throws RspException {
    switch (name) {
      case "thread" -> thread = Optional.of(ThreadId.parse(new PayloadReader(value)));
      case "core" -> {}
      case "icount" -> icount = OptionalLong.of(count(value));
      case "watch" -> reason = watchpoint(BreakpointKind.WRITE, value);
      case "rwatch" -> reason = watchpoint(BreakpointKind.READ, value);
      case "awatch" -> reason = watchpoint(BreakpointKind.ACCESS, value);
      case "swbreak" -> reason = new StopReason.BreakpointHit(BreakpointKind.SOFTWARE);
      case "hwbreak" -> reason = new StopReason.BreakpointHit(BreakpointKind.HARDWARE);
      case "replaylog" -> reason = new StopReason.ReplayLogEdge(value.is("end"));
      case "library" -> reason = new StopReason.LibrariesChanged();
      default -> registerOrOther(name, value);
    }
  }

  private static long count(Payload value) throws RspException {
    PayloadReader reader = new PayloadReader(value);
    long count = reader.hexNumber();
    reader.expectEnd();
    return count;
  }

  private static StopReason watchpoint(BreakpointKind kind, Payload value) throws RspException {
    PayloadReader address = new PayloadReader(value);
    StopReason.Watchpoint watchpoint = new StopReason.Watchpoint(kind, address.hexNumber());
    address.expectEnd();
    return watchpoint;
  }

  private void registerOrOther(String name, Payload value) throws RspException {
    if (!name.isEmpty() && name.length() <= 4 && name.chars().allMatch(c -> Hex.digit(c) >= 0)) {
      int number = Integer.parseInt(name, 16);
      registers.put(number, new ReadRegister(number).decode(value));
    } else {
      reason = new StopReason.Other(name, value.text());
    }
  }
}
