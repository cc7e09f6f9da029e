package dev.rrq.indexer.plugin;

/** What the plugin counts, in the order of {@code enum statistic} in {@code memory.h}. */
public enum CaptureStatistic {
  /** Stores whose place in memory could not be found; the next sweep shows what they did. */
  STORES_LOST,
  /** Words found changed at a load. */
  LOAD_FINDS,
  /** Words found changed by a comparison of all memory. */
  SWEEP_FINDS,
  /** Comparisons of all memory. */
  SWEEPS,
  /** Bytes recorded one by one, since their store spans two pages. */
  SPLIT_BYTES
}
