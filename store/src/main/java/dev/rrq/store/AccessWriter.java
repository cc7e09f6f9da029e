package dev.rrq.store;

import dev.rrq.store.KeptRun.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Adds accesses to the index of a trace, which stays as it is until they are whole: they are
 * written beside it, and become part of it by a new name. Used by one thread. Closing a writer that
 * did not {@link #finish} leaves nothing.
 */
public final class AccessWriter implements AutoCloseable {

  private final Layout index;
  private final Layout run;
  private final FileChannel lockFile;
  private final SegmentFiles files;
  private final RecordPipeline pipeline;
  private final List<Segment> segments = new ArrayList<>();

  private AccessWriter(Layout index, FileChannel lockFile, StoreOptions options)
      throws IOException {
    this.index = index;
    this.lockFile = lockFile;
    run = new Layout(index.newAccesses());
    Directories.delete(run.index());
    Files.createDirectories(run.writes());
    files = new SegmentFiles(run, options, new SiteCollector());
    pipeline =
        new RecordPipeline(
            options.segmentRows(), () -> records -> segments.addAll(files.write(records)));
  }

  /**
   * Starts to add accesses.
   *
   * @param trace the trace's directory, whose index is whole
   * @throws StoreException.Busy if another process is adding some
   */
  public static AccessWriter create(Path trace, StoreOptions options) {
    Layout index = Layout.whole(trace);
    try {
      FileChannel file =
          FileChannel.open(index.accessLock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        FileLock lock = file.tryLock();
        if (lock == null) {
          throw new StoreException.Busy(index.index(), null);
        }
        return new AccessWriter(index, file, options);
      } catch (OverlappingFileLockException e) {
        file.close();
        throw new StoreException.Busy(index.index(), e);
      } catch (IOException | StoreException e) {
        file.close();
        throw e;
      }
    } catch (IOException e) {
      throw DuckDb.failure(index.index(), e);
    }
  }

  /**
   * Adds records in order of time, as {@link StoreWriter#append} does; the origin of a load is
   * {@link RawRecord#READ}.
   */
  public void append(ByteBuffer records) {
    pipeline.append(records);
  }

  /** How many were added. */
  public long rows() {
    return pipeline.rows();
  }

  /** Makes the accesses part of the index: these are all of those kinds, in this time. */
  public void finish(
      Interval time, Set<Kind> kinds, List<Interval> addresses, List<String> places) {
    pipeline.handOver();
    pipeline.await();
    try {
      List<Integer> known = index.accessRuns();
      int id = known.isEmpty() ? 1 : known.get(known.size() - 1) + 1;
      KeptFile.write(
          run.index(),
          new KeptRun(
              id, kinds, time, Coverage.of(addresses).intervals(), places, List.copyOf(segments)));
      Files.createDirectories(index.accesses());
      Files.move(run.index(), index.accesses(id), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw DuckDb.failure(index.index(), e);
    }
  }

  /** Takes all accesses out of the index of a trace. */
  public static void forget(Path trace) {
    try {
      Directories.delete(Layout.whole(trace).accesses());
    } catch (IOException e) {
      throw DuckDb.failure(trace, e);
    }
  }

  @Override
  public void close() {
    files.cancel();
    pipeline.close();
    try {
      pipeline.await();
    } catch (StoreException e) {
      // What failed is deleted.
    }
    files.close();
    try {
      Directories.delete(run.index());
      lockFile.close();
    } catch (IOException e) {
      throw DuckDb.failure(index.index(), e);
    }
  }
}
