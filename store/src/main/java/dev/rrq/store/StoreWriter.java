package dev.rrq.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the index of a trace. Raw records are collected in one buffer while a thread of the
 * writer's own sorts and stores those of another, so that the caller waits only where storing is
 * slower than the engine. After each segment the catalogue says how far the index reaches: whatever
 * happens then, {@code index.incomplete} opens and holds that prefix.
 *
 * <p>Used by one thread:
 *
 * <pre>{@code
 * try (StoreWriter writer = StoreWriter.create(trace, StoreOptions.standard(), symbolFile)) {
 *   writer.begin(0, true);
 *   writer.initialMemory(0, ram);
 *   while (engine.read(records)) {
 *     writer.append(records);
 *   }
 *   writer.end(length);
 *   writer.finish();
 * }
 * }</pre>
 *
 * <p>Closing a writer at once abandons the rows that are not stored yet; {@link #end} before it
 * keeps them.
 */
public final class StoreWriter implements AutoCloseable {

  private final Path trace;
  private final Layout layout;
  private final Catalogue catalogue;
  private final SiteCollector sites = new SiteCollector();
  private final SegmentFiles files;
  private final FlowWriter flow;
  private final RecordPipeline pipeline;
  private @Nullable Stretch stretch;
  private boolean finished;

  private StoreWriter(Path trace, StoreOptions options, @Nullable Path symbols) {
    this.trace = trace;
    layout = Layout.incomplete(trace);
    pipeline = new RecordPipeline(options.segmentRows(), this::storing);
    prepareDirectory(symbols);
    catalogue = Catalogue.open(layout.catalogue());
    files = new SegmentFiles(layout, options, sites);
    flow = new FlowWriter(layout, catalogue);
  }

  /**
   * Starts an index beside one that the trace may have already, which stays in use until {@link
   * #finish}. An incomplete one is replaced.
   *
   * @param trace the trace's directory
   * @param symbols a file that {@link SymbolTableWriter} wrote, or null where the program's symbols
   *     are not known
   * @throws StoreException.Busy if another process is writing an index of this trace
   */
  public static StoreWriter create(Path trace, StoreOptions options, @Nullable Path symbols) {
    return new StoreWriter(trace, options, symbols);
  }

  private void prepareDirectory(@Nullable Path symbols) {
    try {
      if (Files.exists(layout.catalogue())) {
        DuckDb.open(layout.catalogue(), false).close();
      }
    } catch (StoreException.Busy e) {
      throw e;
    } catch (StoreException | java.sql.SQLException e) {
      // Whatever is wrong with the catalogue of an incomplete index, it is about to be replaced.
    }
    try {
      Directories.delete(layout.index());
      Files.createDirectories(layout.writes());
      if (symbols != null) {
        Files.copy(symbols, layout.catalogue());
      }
    } catch (IOException e) {
      throw DuckDb.failure(layout.index(), e);
    }
  }

  /** Sets a fact about the trace; {@link Meta} names the keys. */
  public void meta(String key, String value) {
    catalogue.putMeta(key, value);
  }

  /** Sets a statistic. */
  public void stat(String name, Severity severity, long value, String doc) {
    catalogue.putStat(name, severity, value, doc);
  }

  /**
   * Starts a stretch of coverage.
   *
   * @param t the first instant of which every change will be appended
   * @param initialMemory whether {@link #initialMemory} will be told of all RAM as it is at t
   * @throws IllegalStateException if the last stretch has not ended
   */
  public void begin(long t, boolean initialMemory) {
    if (stretch != null) {
      throw new IllegalStateException("a stretch is open already");
    }
    stretch = new Stretch(t, initialMemory);
  }

  /**
   * Keeps RAM as it is at the start of the stretch. Pages of zeros cost nothing.
   *
   * @param paddr physical address of the content, a multiple of 4,096
   * @param content whole pages; read to its end
   */
  public void initialMemory(long paddr, ByteBuffer content) {
    catalogue.addMemory(open().from(), paddr, content);
  }

  /**
   * Adds records, in order of time; see {@link RawRecord}. Consumes all that are whole and leaves a
   * partial one at the end of the buffer. Waits while both buffers are in use.
   *
   * @throws StoreException if storing an earlier segment failed
   */
  public void append(ByteBuffer records) {
    pipeline.append(records);
  }

  /** Where the flow of control goes: calls, contexts, interrupts and the clock. */
  public FlowWriter flow() {
    return flow;
  }

  /**
   * Reads what has been stored of the stretches that have ended, so that more can be derived from
   * it. The caller closes it before the writer goes on.
   */
  public TraceStore reader() {
    return catalogue.reader(layout);
  }

  /** Where what is derived about tasks goes. */
  public TaskWriter tasks() {
    return new TaskWriter(catalogue);
  }

  /** Where what is derived about the kernel's log and clock goes. */
  public LogWriter log() {
    return new LogWriter(catalogue);
  }

  /** Where what is derived about kernel modules goes. */
  public ModuleWriter modules() {
    return new ModuleWriter(catalogue);
  }

  /** How many records were appended. */
  public long rows() {
    return pipeline.rows();
  }

  /**
   * Says that every change before this instant was appended, so that coverage can be told more
   * exactly than by the last row.
   */
  public void reached(long t) {
    open().reach(t);
  }

  /**
   * Ends the stretch of coverage: every change from its start up to and without t was appended.
   * Waits until all of it is stored.
   */
  public void end(long t) {
    Stretch ending = open();
    ending.reach(t);
    pipeline.handOver();
    flow.flush();
    pipeline.await();
    catalogue.putCoverage(ending.from(), t, ending.initialMemory());
    stretch = null;
  }

  /**
   * Completes the index and puts it in the place of the trace's former one, whose kept accesses it
   * takes over: they are of the recording, not of an index.
   *
   * @throws IllegalStateException if a stretch has not ended
   */
  public void finish() {
    summarise();
    catalogue.putMeta(Meta.COMPLETE, "true");
    catalogue.checkpoint();
    flow.close();
    catalogue.close();
    files.close();
    try {
      KeptAccesses.carry(Layout.whole(trace), layout);
      Directories.replace(layout.index(), Layout.whole(trace).index(), Layout.replaced(trace));
    } catch (IOException e) {
      throw DuckDb.failure(trace, e);
    }
    finished = true;
  }

  /**
   * Leaves the index incomplete but as useful as what it covers allows: an index that the user
   * ended early. It stays beside the trace's former one, if there is one, which goes on being used.
   *
   * @throws IllegalStateException if a stretch has not ended
   */
  public void leaveIncomplete() {
    summarise();
    catalogue.checkpoint();
  }

  /** Fills the tables that are made from the others. */
  private void summarise() {
    if (stretch != null) {
      throw new IllegalStateException("the stretch has not ended");
    }
    new SiteTable(catalogue).write(sites);
    flow.finish();
  }

  private Stretch open() {
    if (stretch == null) {
      throw new IllegalStateException("no stretch is open: call begin first");
    }
    return stretch;
  }

  private Consumer<RecordBuffer> storing() {
    Stretch current = open();
    long reached = current.reached();
    return full -> store(full, current, reached);
  }

  private void store(RecordBuffer full, Stretch current, long reached) {
    List<Segment> segments = files.write(full);
    long covered = Math.max(reached, files.lastT());
    catalogue.addSegments(segments, current.from(), covered, current.initialMemory());
  }

  /**
   * Ends writing. What was not {@link #finish finished} stays as {@code index.incomplete}, as far
   * as it was stored; a segment that is being written is given up.
   */
  @Override
  public void close() {
    files.cancel();
    pipeline.close();
    if (finished) {
      return;
    }
    try {
      pipeline.await();
    } catch (StoreException e) {
      // What failed is not part of the index, which says so.
    } finally {
      flow.close();
      files.close();
      catalogue.close();
    }
  }

  /** A stretch of coverage that is being written. */
  private static final class Stretch {
    private final long from;
    private final boolean initialMemory;
    private long reached;

    Stretch(long from, boolean initialMemory) {
      this.from = from;
      this.initialMemory = initialMemory;
      reached = from;
    }

    long from() {
      return from;
    }

    boolean initialMemory() {
      return initialMemory;
    }

    long reached() {
      return reached;
    }

    void reach(long t) {
      reached = Math.max(reached, t);
    }
  }
}
