package dev.rrq.store;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the index of a trace. */
final class Layouts {

  private Layouts() {}

  static Layout find(Path trace) {
    if (!Files.isDirectory(trace)) {
      throw new StoreException.NotFound(
          Files.exists(trace)
              ? trace + " is not a trace: a trace is a directory that 'rrq record' makes"
              : "there is no trace " + trace);
    }
    Layout whole = Layout.whole(trace);
    if (Files.exists(whole.index())) {
      return checked(whole);
    }
    Layout incomplete = Layout.incomplete(trace);
    if (Files.exists(incomplete.index())) {
      return checked(incomplete);
    }
    throw new StoreException.NotFound(
        "%s has no index yet: make it with 'rrq index %s'".formatted(trace, trace));
  }

  private static Layout checked(Layout layout) {
    if (!Files.exists(layout.catalogue())) {
      throw new StoreException.Damaged(
          layout.index() + " is damaged: it has no catalogue.duckdb; index the trace again", null);
    }
    return layout;
  }
}
