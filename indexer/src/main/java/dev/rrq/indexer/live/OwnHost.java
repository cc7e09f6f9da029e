package dev.rrq.indexer.live;

import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.recording.Replay;
import java.util.Optional;
import java.util.OptionalLong;

/** A replay that we started, and end. */
final class OwnHost implements Host {

  private final Replay replay;

  OwnHost(Replay replay) {
    this.replay = replay;
  }

  @Override
  public Optional<Endpoint> endpoint() {
    return Optional.of(new Endpoint.Unix(replay.gdbSocket()));
  }

  @Override
  public OptionalLong icountNow() {
    try {
      return OptionalLong.of(replay.process().instructions());
    } catch (IndexerException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public String lastWords() {
    return replay.process().isAlive() ? "" : replay.process().standardError();
  }

  @Override
  public void close() {
    replay.close();
  }
}
