package dev.rrq.shell.cli;

import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.work.IndexOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rrq index}. */
@Command(
    name = "index",
    description = "Replay a recording once and store every change of its memory.",
    sortOptions = false)
final class IndexCommand implements RrqCommand {
  private final Runs runs;

  @Mixin GlobalOptions global = new GlobalOptions();

  @Parameters(paramLabel = "TRACE", description = "The trace, as record made it.")
  Path trace = Path.of("");

  @Option(
      names = "--vmlinux",
      paramLabel = "FILE",
      description = "The kernel's ELF file with its debug information.")
  @Nullable Path vmlinux;

  @Option(
      names = "--from",
      paramLabel = "T",
      description = "Index from this time on: an icount, or 50%%.")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "T", description = "Index up to this time.")
  @Nullable String to;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "plugin",
      description = "How to watch the replay: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  IndexOrder.Engine engine = IndexOrder.Engine.PLUGIN;

  @Option(
      names = "--all-stores",
      description =
          "Keep the stores that changed nothing, too: 'stores to' is then answered without a"
              + " replay. An index that is there stays, and they are added.")
  boolean allStores;

  @Option(
      names = "--reads",
      paramLabel = "PLACE",
      description =
          "Keep all reads of a place and stores to it, too: 'reads of' and 'accesses to' are then"
              + " answered without a replay. May be given several times. The place is kept where it"
              + " lies in this time; an index that is there stays, and they are added.")
  List<String> reads = new ArrayList<>();

  @Option(
      names = "--no-calls",
      description = "Leave out calls, call stacks and interrupts; a little faster.")
  boolean noCalls;

  @Option(
      names = "--replace",
      description =
          "Index this window alone; otherwise it is added to what the index covers already.")
  boolean replace;

  @Option(
      names = "--attach",
      paramLabel = "STUB",
      description =
          "With --engine step: step a replay of this trace that was started by hand, whose stub is"
              + " at HOST:PORT or unix:PATH. It is left standing where the window ends.")
  @Nullable String attach;

  IndexCommand(Runs runs) {
    this.runs = runs;
  }

  @Override
  public GlobalOptions global() {
    return global;
  }

  @Override
  public ExitStatus run() {
    return runs.index(
        new IndexOrder(
            trace,
            Optional.ofNullable(vmlinux),
            time("--from", from),
            time("--to", to),
            engine,
            allStores,
            reads,
            !noCalls,
            replace,
            endpoint()));
  }

  private Optional<Endpoint> endpoint() {
    if (attach == null) {
      return Optional.empty();
    }
    if (engine != IndexOrder.Engine.STEP) {
      throw ShellException.usage("--attach wants --engine step: no other engine goes by a stub");
    }
    try {
      return Optional.of(Endpoint.parse(attach));
    } catch (IllegalArgumentException e) {
      throw ShellException.usage("--attach: " + e.getMessage());
    }
  }

  private OptionalLong time(String option, @Nullable String text) {
    return text == null
        ? OptionalLong.empty()
        : OptionalLong.of(TimeOption.icount(option, text, () -> Recording.open(trace).length()));
  }
}
