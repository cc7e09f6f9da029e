package dev.rrq.indexer.plugin;

/** What the plugin counts, in the order of {@code enum statistic} in {@code memory.h}. */
public enum CaptureStatistic {
  STORES_LOST(
      "stores_lost",
      true,
      "Stores whose place in memory could not be found; the next comparison of all memory shows"
          + " what they did, as changes by a device."),
  LOAD_FINDS("load_finds", false, "Words found changed by a device when they were loaded."),
  SWEEP_FINDS(
      "sweep_finds", false, "Words found changed by a device when all memory was compared."),
  SWEEPS("sweeps", false, "Comparisons of all memory."),
  SPLIT_BYTES(
      "split_bytes", false, "Bytes recorded one by one, since their store spans two pages.");

  private final String label;
  private final boolean loss;
  private final String doc;

  CaptureStatistic(String label, boolean loss, String doc) {
    this.label = label;
    this.loss = loss;
    this.doc = doc;
  }

  /** Its name in the table {@code stats}. */
  public String label() {
    return label;
  }

  /** Whether a count above zero makes the index less exact. */
  public boolean isLoss() {
    return loss;
  }

  /** What it counts. */
  public String doc() {
    return doc;
  }
}
