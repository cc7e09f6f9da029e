package dev.rrq.store.testing;

import dev.rrq.store.AccessWriter;
import dev.rrq.store.Interval;
import dev.rrq.store.KeptRun;
import dev.rrq.store.LogWriter;
import dev.rrq.store.StoreOptions;
import dev.rrq.store.StoreWriter;
import dev.rrq.store.TraceStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a trace store from text. {@link #open} gives a store of one stretch that starts at 0 with
 * memory of zeros, unless told otherwise:
 *
 * <pre>{@code
 * TraceStore store = TraceBuilder.in(directory)
 *     .writes("""
 *         10 0xffffffff81000010 0xffff888000001000 0x1000 4 0 1
 *         20 0xffffffff81000014 0xffff888000001000 0x1000 4 1 2
 *         """)
 *     .end(100)
 *     .open();
 * }</pre>
 */
public final class TraceBuilder {

  /** Segments, files and row groups so small that a few rows make several of them. */
  public static final StoreOptions TINY = new StoreOptions(8, 4, 2);

  private final Path trace;
  private final List<WriteLine> writes = new ArrayList<>();
  private final Map<String, String> meta = new LinkedHashMap<>();
  private final Map<Long, byte[]> memory = new LinkedHashMap<>();
  private final List<long[]> calls = new ArrayList<>();
  private final List<long[]> contexts = new ArrayList<>();
  private final List<long[]> interrupts = new ArrayList<>();
  private final List<long[]> clock = new ArrayList<>();
  private final List<TaskLine> tasks = new ArrayList<>();
  private final List<LogWriter.Uptime> uptimes = new ArrayList<>();
  private final List<LogWriter.Message> messages = new ArrayList<>();
  private final List<Consumer<AccessWriter>> kept = new ArrayList<>();
  private StoreOptions options = new StoreOptions(1 << 12, 1 << 10, 1 << 9);
  private @Nullable Path symbols;
  private boolean initialMemory = true;
  private boolean finish = true;
  private long begin;
  private long end = -1;

  private TraceBuilder(Path trace) {
    this.trace = trace;
  }

  /** Builds in this directory, which is made where it is not there. */
  public static TraceBuilder in(Path trace) {
    return new TraceBuilder(trace);
  }

  /** Adds writes, one a line; see {@link WriteLine}. Empty lines and those with # are skipped. */
  public TraceBuilder writes(String lines) {
    Lines.of(lines).map(WriteLine::parse).forEach(writes::add);
    return this;
  }

  /** Adds a write. */
  public TraceBuilder write(WriteLine line) {
    writes.add(line);
    return this;
  }

  /** Sets a page of the memory that the stretch starts with; the rest is 0. */
  public TraceBuilder page(long paddr, byte[] content) {
    memory.put(paddr, content.clone());
    return this;
  }

  /** Leaves the memory at the start unknown. */
  public TraceBuilder withoutMemory() {
    initialMemory = false;
    return this;
  }

  /** Adds calls, one a line: {@code t t_end entry context ending [arg0 ...]}. */
  public TraceBuilder calls(String lines) {
    calls.addAll(FlowLines.parse(lines));
    return this;
  }

  /** Adds calling contexts, one a line: {@code id parent pc kind}. */
  public TraceBuilder contexts(String lines) {
    contexts.addAll(FlowLines.parse(lines));
    return this;
  }

  /** Adds interrupts, one a line: {@code t t_end handler pc context ending}. */
  public TraceBuilder interrupts(String lines) {
    interrupts.addAll(FlowLines.parse(lines));
    return this;
  }

  /** Adds samples of the guest's clock, one a line: {@code t nanoseconds}. */
  public TraceBuilder clock(String lines) {
    clock.addAll(FlowLines.parse(lines));
    return this;
  }

  /** Adds the tasks that ran, one run a line; see {@link TaskLine}. */
  public TraceBuilder tasks(String lines) {
    Lines.of(lines).map(TaskLine::parse).forEach(tasks::add);
    return this;
  }

  /** Adds what the kernel's uptime is, one a line: {@code t multiplier shift nanoseconds}. */
  public TraceBuilder uptimes(String lines) {
    FlowLines.parse(lines).stream()
        .map(line -> new LogWriter.Uptime(line[0], line[1], (int) line[2], line[3]))
        .forEach(uptimes::add);
    return this;
  }

  /** Adds a message of the kernel's log. */
  public TraceBuilder message(LogWriter.Message message) {
    messages.add(message);
    return this;
  }

  /** Sets a fact about the trace. */
  public TraceBuilder meta(String key, Object value) {
    meta.put(key, value.toString());
    return this;
  }

  /** Starts from these symbols. */
  public TraceBuilder symbols(Path file) {
    symbols = file;
    return this;
  }

  /** Sets the layout, as {@link #TINY}. */
  public TraceBuilder options(StoreOptions storeOptions) {
    options = storeOptions;
    return this;
  }

  /** Starts the stretch at this time rather than at 0. */
  public TraceBuilder begin(long t) {
    begin = t;
    return this;
  }

  /** Ends the stretch at this time rather than after the last write. */
  public TraceBuilder end(long t) {
    end = t;
    return this;
  }

  /** Leaves the index incomplete, as an interrupted run does. */
  public TraceBuilder incomplete() {
    finish = false;
    return this;
  }

  /**
   * Keeps accesses beside the changes: all of these kinds, to this memory, in this time.
   *
   * @param places as a user would have named them
   * @param accesses in order of time
   */
  public TraceBuilder keep(
      Set<KeptRun.Kind> kinds,
      Interval time,
      List<Interval> memory,
      List<String> places,
      List<WriteLine> accesses) {
    kept.add(
        writer -> {
          writer.append(WriteLine.records(accesses));
          writer.finish(time, kinds, memory, places);
        });
    return this;
  }

  /** Writes the store and opens it. */
  public TraceStore open() {
    build();
    return TraceStore.open(trace);
  }

  /** Writes the store. */
  public void build() {
    try {
      Files.createDirectories(trace);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (StoreWriter writer = StoreWriter.create(trace, options, symbols)) {
      meta.forEach(writer::meta);
      writer.begin(begin, initialMemory);
      memory.forEach((paddr, page) -> writer.initialMemory(paddr, ByteBuffer.wrap(page)));
      writer.append(WriteLine.records(writes));
      writer.flow().calls(FlowLines.calls(calls));
      writer.flow().contexts(FlowLines.contexts(contexts));
      writer.flow().interrupts(FlowLines.interrupts(interrupts));
      writer.flow().clock(FlowLines.clock(clock));
      TaskLine.write(tasks, writer.tasks());
      long last = writes.isEmpty() ? begin : writes.get(writes.size() - 1).t();
      writer.end(end >= 0 ? end : last + 1);
      writer.log().uptimes(uptimes);
      writer.log().messages(messages);
      if (finish) {
        writer.finish();
      }
    }
    for (Consumer<AccessWriter> run : kept) {
      try (AccessWriter writer = AccessWriter.create(trace, options)) {
        run.accept(writer);
      }
    }
  }
}
