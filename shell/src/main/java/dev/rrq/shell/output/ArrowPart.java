package dev.rrq.shell.output;

import com.google.flatbuffers.FlatBufferBuilder;

/** A part of the metadata of an Arrow message. */
@FunctionalInterface
interface ArrowPart {

  /** Writes it and returns its offset. */
  int write(FlatBufferBuilder builder);
}
