package dev.rrq.indexer.recording;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.qemu.QemuProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Moves a stopped replay to chosen instants. */
public final class ReplayWindow {

  private static final Duration POLL = Duration.ofMillis(200);

  private final QemuProcess process;

  /** For a process that is stopped. */
  public ReplayWindow(QemuProcess process) {
    this.process = process;
  }

  /**
   * Runs on to an instant and stops exactly there, or earlier where that is wanted or the recording
   * ends.
   *
   * @return the instant at which it stopped
   */
  public long runTo(long icount, BooleanSupplier cancelled) {
    try {
      if (process.instructions() >= icount) {
        return process.instructions();
      }
      process.qmp().execute("replay-break", Map.of("icount", icount));
      process.resume();
      boolean stopping = false;
      while (true) {
        JsonNode event = process.qmp().nextEvent(POLL);
        if (event != null && event.path("event").asText().equals("STOP")) {
          return process.instructions();
        }
        if (!stopping && cancelled.getAsBoolean()) {
          stopping = true;
          process.stop();
        }
      }
    } catch (IOException e) {
      throw process.failure(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw IndexerException.failed("the replay was interrupted", e);
    }
  }
}
