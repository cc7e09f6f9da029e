package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.grammar.diagnostics.DiagnosticException;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.UserProgram;
import dev.rrq.planner.trace.Trace;
import dev.rrq.store.SymbolRow;
import dev.rrq.symbols.model.Symbol;
import java.util.List;
import java.util.Optional;

/**
 * What the code of a machine that stands still is: functions by name, names and lines of
 * instructions, of the kernel and of the user program that runs, and the call stack. Used by one
 * thread.
 */
public final class LiveCode {

  private final Trace trace;
  private final LiveView view;
  private final LiveStacks stacks;
  private final AddressNames addresses;

  LiveCode(Context context, LiveView view) {
    this.trace = context.trace();
    this.view = view;
    this.stacks = new LiveStacks(trace, view);
    this.addresses = context.addresses();
  }

  /** Where the functions of a name begin, in the running kernel. */
  public List<Long> entries(FunctionName name) {
    return new CodeSites(trace).functions(name).stream().map(Interval::from).distinct().toList();
  }

  /**
   * The function of a user program; empty if the name is not that of one.
   *
   * @throws DiagnosticException if the program has no such function
   */
  public Optional<UserCode> userCode(FunctionName name) {
    Optional<UserProgram> program = name.scope().flatMap(trace.program()::user);
    if (program.isEmpty()) {
      return Optional.empty();
    }
    List<Long> entries =
        program.get().functions(name.name()).stream()
            .map(symbol -> symbol.address() + program.get().base())
            .distinct()
            .toList();
    if (entries.isEmpty()) {
      throw Problems.unknown(
          "unknown-function",
          name.location(),
          "no function '" + name.name() + "' in " + program.get().name(),
          name.name(),
          program.get().functions());
    }
    return Optional.of(new UserCode(program.get(), entries));
  }

  /** Whether a process of the program runs now. */
  public boolean runs(UserCode code) {
    return view.runs(code.program());
  }

  /** The program that runs now, if its symbols were added. */
  private Optional<UserProgram> added() {
    return view.program().flatMap(trace.program()::user);
  }

  /** The function and source line of an instruction, as in {@code schedule+0x12 (file:line)}. */
  public String text(long pc) {
    return stacks.texts(pc, List.of()).get(0);
  }

  /** The same of a user program's; empty if its symbols were not added. */
  Optional<String> userText(long pc) {
    Optional<UserProgram> program = added();
    return program
        .flatMap(added -> added.functionAt(pc))
        .map(
            function ->
                "%s:%s+0x%x%s"
                    .formatted(
                        program.get().name(),
                        function.name(),
                        pc - program.get().base() - function.address(),
                        line(pc).map(line -> " (" + line + ")").orElse("")));
  }

  /**
   * What lies at an address of the kernel image: {@code init_task.comm}, {@code schedule+0x1c}.
   *
   * @return empty where the address is not in the image
   */
  public Optional<String> symbol(long address) {
    return addresses.at(address).map(AddressNames.Named::toString);
  }

  /** The function that holds an instruction. */
  public Optional<String> function(long pc) {
    return pc >= 0
        ? added().flatMap(program -> program.functionAt(pc)).map(Symbol::name)
        : trace
            .store()
            .symbols()
            .functionAt(pc - trace.program().loadOffset())
            .map(SymbolRow::name);
  }

  /** The source line of an instruction. */
  public Optional<String> line(long pc) {
    return pc >= 0
        ? added().flatMap(program -> program.lineAt(pc))
        : trace
            .store()
            .symbols()
            .lineAt(pc - trace.program().loadOffset())
            .map(line -> line.file() + ":" + line.line());
  }

  /**
   * The call stack, found in memory as it is.
   *
   * @param registers of the instruction that runs next
   */
  public List<String> backtrace(dev.rrq.symbols.orc.OrcUnwinder.Registers registers) {
    return stacks.backtrace(registers);
  }
}
