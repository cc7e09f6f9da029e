package dev.rrq.indexer.live;

/** What watches a replay that runs, and may stop it. */
public interface Control {

  /** Lets it run in silence. */
  Control NONE =
      new Control() {
        @Override
        public boolean isCancelled() {
          return false;
        }

        @Override
        public void at(long icount) {}
      };

  /** Whether it should stop now; asked several times a second. */
  boolean isCancelled();

  /** Is told now and then where the replay is; never where that cannot be asked. */
  void at(long icount);
}
