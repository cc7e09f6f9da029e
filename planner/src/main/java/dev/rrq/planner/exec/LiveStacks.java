package dev.rrq.planner.exec;

import dev.rrq.planner.QueryException;
import dev.rrq.planner.trace.Trace;
import dev.rrq.store.Contexts;
import dev.rrq.symbols.SymbolException;
import dev.rrq.symbols.elf.Bytes;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.orc.OrcLayout;
import dev.rrq.symbols.orc.OrcTable;
import dev.rrq.symbols.orc.OrcUnwinder;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Call stacks in memory as it is, by the tables that the kernel has there for its own use. */
final class LiveStacks {

  private static final String SYSCALL_ENTRY = "entry_SYSCALL";

  private static final Pattern USER = Pattern.compile("(.*)0x([0-9a-f]+) \\[user\\]");

  /** A frame tells where the program goes on: after this instruction, which is the caller. */
  private static final int SYSCALL_BYTES = 2;

  private final Trace trace;
  private final LiveView view;
  private final Backtraces texts;
  private @Nullable OrcTable table;
  private boolean sought;

  LiveStacks(Trace trace, LiveView view) {
    this.trace = trace;
    this.view = view;
    this.texts = new Backtraces(trace);
  }

  /** The frames of an instruction and its callers; of the program that runs, by its symbols. */
  List<String> texts(long pc, List<Contexts.Frame> callers) {
    List<String> frames = texts.of(pc, callers);
    frames.replaceAll(this::named);
    return frames;
  }

  private String named(String frame) {
    Matcher user = USER.matcher(frame);
    if (!user.matches()) {
      return frame;
    }
    Optional<String> text = view.code().userText(Long.parseUnsignedLong(user.group(2), 16));
    return text.map(named -> user.group(1) + named).orElse(frame);
  }

  List<String> backtrace(OrcUnwinder.Registers registers) {
    List<Contexts.Frame> callers = new ArrayList<>();
    long inner = registers.ip();
    if (table().isPresent() && inner < 0) {
      OrcUnwinder unwinder = new OrcUnwinder(table().get(), view.memory()::word);
      for (OrcUnwinder.Frame frame : unwinder.callers(registers)) {
        Contexts.Kind kind = kind(frame, inner);
        boolean syscall = kind == Contexts.Kind.SYSCALL;
        callers.add(new Contexts.Frame(syscall ? frame.pc() - SYSCALL_BYTES : frame.pc(), kind));
        inner = frame.pc();
      }
    }
    return texts(registers.ip(), callers);
  }

  private Contexts.Kind kind(OrcUnwinder.Frame frame, long inner) {
    if (!frame.interrupted()) {
      return Contexts.Kind.CALL;
    }
    boolean syscall = view.code().function(inner).orElse("").startsWith(SYSCALL_ENTRY);
    return syscall ? Contexts.Kind.SYSCALL : Contexts.Kind.INTERRUPT;
  }

  /** Read once: it is part of the kernel's image and never changes. */
  private Optional<OrcTable> table() {
    if (!sought) {
      sought = true;
      try {
        table = read().orElse(null);
      } catch (SymbolException | QueryException e) {
        // Then there are no more frames than the first.
        table = null;
      }
    }
    return Optional.ofNullable(table);
  }

  private Optional<OrcTable> read() {
    Optional<Long> addresses = address("__start_orc_unwind_ip");
    Optional<Long> addressesEnd = address("__stop_orc_unwind_ip");
    Optional<Long> entries = address("__start_orc_unwind");
    Optional<Long> entriesEnd = address("__stop_orc_unwind");
    if (addresses.isEmpty()
        || addressesEnd.isEmpty()
        || entries.isEmpty()
        || entriesEnd.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new OrcTable(
            bytes(addresses.get(), addressesEnd.get()),
            addresses.get(),
            bytes(entries.get(), entriesEnd.get()),
            OrcLayout.of(trace.types())));
  }

  private Optional<Long> address(String name) {
    return trace.program().symbols(name).stream()
        .map(Symbol::address)
        .map(address -> address + trace.program().loadOffset())
        .findFirst();
  }

  private Bytes bytes(long from, long to) {
    return new Bytes(ByteBuffer.wrap(view.kernelBytes(from, to - from)));
  }
}
