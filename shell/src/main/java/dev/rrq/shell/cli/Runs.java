package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.output.Format;
import dev.rrq.shell.work.ExportRequest;
import dev.rrq.shell.work.IndexOrder;
import dev.rrq.shell.work.RecordOrder;
import java.nio.file.Path;
import java.util.Optional;

/** What the commands do, apart from how they are written on a command line. */
interface Runs {

  /** Runs statements or the console. */
  ExitStatus query(QueryRequest request);

  /** Records a guest. */
  ExitStatus record(RecordOrder request);

  /** Indexes a recording. */
  ExitStatus index(IndexOrder request);

  /** Does all of it for a guest of rrq's own. */
  ExitStatus demo(Optional<Path> trace, boolean debug);

  /** Describes a trace. */
  ExitStatus info(Path trace, Format format);

  /**
   * Proves an index.
   *
   * @param sample number of rows to prove by replay; 0 for none
   */
  ExitStatus verify(Path trace, int sample);

  /** Writes the rows of a query to a file. */
  ExitStatus export(ExportRequest request);

  /** Builds the patched QEMU. */
  ExitStatus buildQemu();

  /** Looks at the machine. */
  ExitStatus doctor();

  /** Goes through what a start needs, for an archive of classes. */
  ExitStatus warmUp();
}
