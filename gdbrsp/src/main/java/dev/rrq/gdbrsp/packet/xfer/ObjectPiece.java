package dev.rrq.gdbrsp.packet.xfer;

/** Some bytes of an object, and whether they are its last. */
public final class ObjectPiece {
  private final byte[] bytes;
  private final boolean last;

  ObjectPiece(byte[] bytes, boolean last) {
    this.bytes = bytes;
    this.last = last;
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Whether the object ends here. */
  public boolean last() {
    return last;
  }
}
