package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.target.RegisterValues;

/**
 * A processor as the stub told it.
 *
 * @param values its registers
 * @param segments their hidden parts
 */
record StubState(RegisterValues values, SegmentCache segments, long rip, long cs)
    implements CpuState {

  static StubState of(RegisterValues values, SegmentCache segments) {
    return new StubState(values, segments, values.number("rip"), values.number("cs"));
  }

  @Override
  public StubState at(long otherRip) {
    return new StubState(values, segments, otherRip, cs);
  }

  @Override
  public long register(String name) {
    return values.number(name);
  }
}
