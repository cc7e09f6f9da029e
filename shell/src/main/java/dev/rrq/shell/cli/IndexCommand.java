package dev.rrq.shell.cli;

import dev.rrq.indexer.recording.Recording;
import dev.rrq.shell.failure.ExitStatus;
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
      description = "Index from this time on: an icount, or 50%.")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "T", description = "Index up to this time.")
  @Nullable String to;

  @Option(
      names = "--engine",
      paramLabel = "ENGINE",
      defaultValue = "plugin",
      description = "How to watch the replay: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  IndexOrder.Engine engine = IndexOrder.Engine.PLUGIN;

  @Option(names = "--all-stores", description = "Store the stores that changed nothing, too.")
  boolean allStores;

  @Option(
      names = "--reads",
      paramLabel = "PLACE",
      description = "Store the reads of a place, too; may be given several times.")
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
            replace));
  }

  private OptionalLong time(String option, @Nullable String text) {
    return text == null
        ? OptionalLong.empty()
        : OptionalLong.of(Sizes.time(option, text, () -> Recording.open(trace).length()));
  }
}
