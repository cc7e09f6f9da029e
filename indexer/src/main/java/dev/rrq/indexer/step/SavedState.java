package dev.rrq.indexer.step;

import dev.rrq.indexer.disassembly.CodeSize;

/**
 * Where the instructions that save the floating-point and vector units store, and in which pieces.
 *
 * @see <a href="https://www.intel.com/sdm">Intel SDM, volume 1, sections 8.1.10, 10.5 and 13.4</a>
 */
final class SavedState {

  private static final int X87_REGISTERS = 8;
  private static final int X87_BYTES = 10;
  private static final int ENVIRONMENT_FIELDS = 7;

  private static final int LEGACY_REGISTERS = 32;
  private static final int LEGACY_XMM = 160;
  private static final int SLOT = 16;
  private static final int MXCSR = 24;
  private static final int HEADER = 512;
  private static final int HIGH_HALVES = 576;
  private static final int BOUNDS = 960;
  private static final int BOUNDS_CONTROL = 1024;
  private static final int KEYS = 2688;

  private static final long X87_STATE = 1;
  private static final long XMM_STATE = 1 << 1;
  private static final long YMM_STATE = 1 << 2;
  private static final long BOUNDS_STATE = 1 << 3;
  private static final long BOUNDS_CONTROL_STATE = 1 << 4;
  private static final long KEYS_STATE = 1 << 9;

  private SavedState() {}

  /** {@code fnstenv}: seven fields of 4 bytes, or of 2. */
  static void environment(Pieces pieces, long at, boolean narrow) {
    int field = narrow ? 2 : 4;
    pieces.repeated(at, ENVIRONMENT_FIELDS * field, field);
  }

  /** {@code fnsave}: the environment, then the registers without gaps. */
  static void fnsave(Pieces pieces, long at, boolean narrow) {
    environment(pieces, at, narrow);
    long registers = at + (narrow ? 2L : 4L) * ENVIRONMENT_FIELDS;
    for (int i = 0; i < X87_REGISTERS; i++) {
      pieces.wide(registers + (long) i * X87_BYTES, X87_BYTES);
    }
  }

  /** {@code fxsave}. */
  static void fxsave(Pieces pieces, long at, CodeSize size) {
    x87(pieces, at);
    control(pieces, at);
    xmm(pieces, at, size);
  }

  /** {@code xsave} and {@code xsaveopt}: the parts that the mask asks for, then the header. */
  static void xsave(Pieces pieces, long at, long mask, CodeSize size) {
    if ((mask & X87_STATE) != 0) {
      x87(pieces, at);
    }
    if ((mask & XMM_STATE) != 0) {
      control(pieces, at);
      xmm(pieces, at, size);
    }
    if ((mask & YMM_STATE) != 0) {
      pieces.repeated(at + HIGH_HALVES, registers(size) * SLOT, Long.BYTES);
    }
    if ((mask & BOUNDS_STATE) != 0) {
      pieces.repeated(at + BOUNDS, 4 * SLOT, Long.BYTES);
    }
    if ((mask & BOUNDS_CONTROL_STATE) != 0) {
      pieces.repeated(at + BOUNDS_CONTROL, SLOT, Long.BYTES);
    }
    if ((mask & KEYS_STATE) != 0) {
      pieces.store(at + KEYS, Long.BYTES);
    }
    pieces.store(at + HEADER, Long.BYTES);
  }

  private static void x87(Pieces pieces, long at) {
    pieces.store(at, 2);
    pieces.store(at + 2, 2);
    pieces.store(at + 4, 2);
    pieces.store(at + 8, Long.BYTES);
    pieces.store(at + 16, Long.BYTES);
    for (int i = 0; i < X87_REGISTERS; i++) {
      pieces.wide(at + LEGACY_REGISTERS + (long) i * SLOT, X87_BYTES);
    }
  }

  private static void control(Pieces pieces, long at) {
    pieces.store(at + MXCSR, 4);
    pieces.store(at + MXCSR + 4, 4);
  }

  private static void xmm(Pieces pieces, long at, CodeSize size) {
    pieces.repeated(at + LEGACY_XMM, registers(size) * SLOT, Long.BYTES);
  }

  private static int registers(CodeSize size) {
    return size == CodeSize.BITS_64 ? 16 : 8;
  }
}
