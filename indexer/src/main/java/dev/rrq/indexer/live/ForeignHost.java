package dev.rrq.indexer.live;

import dev.rrq.gdbrsp.transport.Endpoint;
import java.util.Optional;
import java.util.OptionalLong;

/** A machine that the user started, and ends. */
record ForeignHost(Optional<Endpoint> endpoint) implements Host {

  @Override
  public OptionalLong icountNow() {
    return OptionalLong.empty();
  }

  @Override
  public String lastWords() {
    return "";
  }

  @Override
  public void close() {}
}
