package dev.rrq.indexer.guest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells whether a 64-bit ELF program needs a dynamic linker (ELF specification, PT_INTERP). */
final class StaticElf {

  private static final int MAGIC = 0x464c457f;
  private static final int HEADER_BYTES = 64;
  private static final int PROGRAM_HEADERS = 32;
  private static final int PROGRAM_HEADER_SIZE = 54;
  private static final int PROGRAM_HEADER_COUNT = 56;
  private static final int INTERPRETER = 3;
  private static final int ENOUGH = 1 << 12;

  private StaticElf() {}

  static boolean isStatic(Path program) throws IOException {
    ByteBuffer head;
    try (InputStream in = Files.newInputStream(program)) {
      head = ByteBuffer.wrap(in.readNBytes(ENOUGH)).order(ByteOrder.LITTLE_ENDIAN);
    }
    if (head.limit() < HEADER_BYTES || head.getInt(0) != MAGIC) {
      return false;
    }
    long offset = head.getLong(PROGRAM_HEADERS);
    int size = head.getShort(PROGRAM_HEADER_SIZE);
    int count = head.getShort(PROGRAM_HEADER_COUNT);
    for (int i = 0; i < count; i++) {
      long at = offset + (long) i * size;
      if (at < 0 || at + Integer.BYTES > head.limit() || head.getInt((int) at) == INTERPRETER) {
        return false;
      }
    }
    return true;
  }
}
