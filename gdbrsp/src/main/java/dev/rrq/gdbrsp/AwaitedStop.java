package dev.rrq.gdbrsp;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.packet.resume.Resume;

/** Reads the stop reply to a request that was sent before. */
enum AwaitedStop implements Resume {
  INSTANCE;

  @Override
  public Payload encode() {
    throw new UnsupportedOperationException("it was sent before");
  }
}
