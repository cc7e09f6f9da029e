package dev.rrq.indexer.live;

/** What watches a replay that runs, and may stop it. */
public interface Control {

  /** Lets it run in silence. */
  Control NONE = () -> false;

  /** Whether it should stop now; asked several times a second. */
  boolean isCancelled();

  /** Is told now and then where the replay is; never where that cannot be asked. */
  default void at(long icount) {}
}
