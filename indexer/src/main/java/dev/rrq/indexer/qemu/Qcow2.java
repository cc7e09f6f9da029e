package dev.rrq.indexer.qemu;

import dev.rrq.indexer.IndexerException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Just enough of the qcow2 format (QEMU's docs/interop/qcow2.txt) to make empty images, since
 * {@code qemu-img} is in another package than the emulator, and to copy one snapshot out of many.
 */
public final class Qcow2 {

  /** The first four bytes of an image. */
  static final int MAGIC = 0x514649fb;

  private static final int VERSION = 3;
  private static final int HEADER_BYTES = 104;
  private static final int CLUSTER_BITS = 16;
  private static final int CLUSTER = 1 << CLUSTER_BITS;
  private static final int REFCOUNT_ORDER = 4;
  private static final int EMPTY_CLUSTERS = 4;
  private static final int REFCOUNT_TABLE_CLUSTER = 1;
  private static final int REFCOUNT_BLOCK_CLUSTER = 2;
  private static final int L1_CLUSTER = 3;
  private static final int BACKING_FORMAT_EXTENSION = 0xe2792aca;
  private static final int SIZE_OFFSET = 24;
  private static final int L1_SIZE_OFFSET = 36;
  private static final int SNAPSHOT_COUNT_OFFSET = 60;
  private static final int MAX_BACKING_NAME = 1023;

  /** Bytes of the disk that one L1 entry maps: one cluster of 8-byte L2 entries. */
  private static final long L1_ENTRY_BYTES = (long) CLUSTER / Long.BYTES * CLUSTER;

  private static final long MAX_VIRTUAL_SIZE = CLUSTER / Long.BYTES * L1_ENTRY_BYTES;
  private static final long OFFSET_MASK = 0x00fffffffffffe00L;

  private Qcow2() {}

  /**
   * Writes an empty image.
   *
   * @param virtualSize in bytes, at most 4 TiB
   * @param backing the image that shows through, or null
   * @param backingFormat its format, {@code raw} or {@code qcow2}; ignored without a backing image
   */
  public static void create(
      Path path, long virtualSize, @Nullable Path backing, String backingFormat)
      throws IOException {
    if (virtualSize > MAX_VIRTUAL_SIZE) {
      throw IndexerException.usage("a disk of a recorded machine can have at most 4 TiB");
    }
    byte[] name = backing == null ? new byte[0] : bytes(backing.toString());
    if (name.length > MAX_BACKING_NAME) {
      throw IndexerException.usage("the path of the disk is too long: " + backing);
    }
    byte[] format = backing == null ? new byte[0] : bytes(backingFormat);
    ByteBuffer image = ByteBuffer.allocate(EMPTY_CLUSTERS * CLUSTER);
    int nameOffset = HEADER_BYTES + 2 * Integer.BYTES + Long.BYTES + 2 * Integer.BYTES;
    image.putInt(MAGIC).putInt(VERSION);
    image.putLong(name.length == 0 ? 0 : nameOffset).putInt(name.length);
    image.putInt(CLUSTER_BITS).putLong(virtualSize).putInt(0);
    image.putInt((int) ((virtualSize + L1_ENTRY_BYTES - 1) / L1_ENTRY_BYTES));
    image.putLong((long) L1_CLUSTER * CLUSTER);
    image.putLong((long) REFCOUNT_TABLE_CLUSTER * CLUSTER).putInt(1);
    image.putInt(0).putLong(0);
    image.putLong(0).putLong(0).putLong(0).putInt(REFCOUNT_ORDER).putInt(HEADER_BYTES);
    if (name.length > 0) {
      image.putInt(BACKING_FORMAT_EXTENSION).putInt(format.length);
      image.put(Arrays.copyOf(format, Long.BYTES));
      image.putInt(0).putInt(0);
      image.put(name);
    }
    image.putLong(REFCOUNT_TABLE_CLUSTER * CLUSTER, (long) REFCOUNT_BLOCK_CLUSTER * CLUSTER);
    for (int cluster = 0; cluster < EMPTY_CLUSTERS; cluster++) {
      image.putShort(REFCOUNT_BLOCK_CLUSTER * CLUSTER + cluster * Short.BYTES, (short) 1);
    }
    image.rewind();
    try (FileChannel file =
        FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      write(file, image, 0);
    }
  }

  /** The size that a guest sees of an image of either format, in bytes. */
  public static long virtualSize(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      return isQcow2(file) ? read(file, 0, HEADER_BYTES).getLong(SIZE_OFFSET) : file.size();
    }
  }

  /** {@code qcow2} or {@code raw}. */
  public static String format(Path path) throws IOException {
    try (FileChannel file = FileChannel.open(path)) {
      return isQcow2(file) ? "qcow2" : "raw";
    }
  }

  private static boolean isQcow2(FileChannel file) throws IOException {
    return file.size() >= HEADER_BYTES && read(file, 0, Integer.BYTES).getInt() == MAGIC;
  }

  /**
   * Copies an image with the content of one snapshot; the clusters of the others stay holes. The
   * copy is as good as the original for loading that snapshot and for taking new ones.
   *
   * @throws IOException when the image has no such snapshot or cannot be read
   */
  public static void copyWithSnapshot(Path from, Path to, String snapshot) throws IOException {
    try (FileChannel source = FileChannel.open(from);
        FileChannel target =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      new SnapshotCopy(source, target).copy(snapshot);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ByteBuffer read(FileChannel file, long offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (file.read(buffer, offset + buffer.position()) < 0) {
        throw new EOFException("the image ends at " + (offset + buffer.position()));
      }
    }
    return buffer.flip();
  }

  private static void write(FileChannel file, ByteBuffer buffer, long offset) throws IOException {
    long position = offset;
    while (buffer.hasRemaining()) {
      position += file.write(buffer, position);
    }
  }

  /** One copying of one snapshot. */
  private static final class SnapshotCopy {
    private final FileChannel source;
    private final FileChannel target;
    private final int cluster;

    SnapshotCopy(FileChannel source, FileChannel target) throws IOException {
      this.source = source;
      this.target = target;
      this.cluster = 1 << read(source, 0, HEADER_BYTES).getInt(20);
    }

    void copy(String wanted) throws IOException {
      ByteBuffer header = read(source, 0, HEADER_BYTES);
      int snapshots = header.getInt(SNAPSHOT_COUNT_OFFSET);
      copyRange(0, cluster);
      copyRefcounts(header);
      // Loading a snapshot replaces the active state, so nobody reads its data.
      copyTables(header.getLong(40), header.getInt(L1_SIZE_OFFSET), false);
      long entry = header.getLong(64);
      boolean found = false;
      for (int i = 0; i < snapshots; i++) {
        ByteBuffer fields = read(source, entry, 40);
        int idLength = Short.toUnsignedInt(fields.getShort(12));
        int nameLength = Short.toUnsignedInt(fields.getShort(14));
        int extra = fields.getInt(36);
        ByteBuffer name = read(source, entry + 40 + extra + idLength, nameLength);
        boolean match = StandardCharsets.UTF_8.decode(name).toString().equals(wanted);
        copyTables(fields.getLong(0), fields.getInt(8), match);
        found |= match;
        int bytes = (40 + extra + idLength + nameLength + 7) & ~7;
        copyRange(entry, bytes);
        entry += bytes;
      }
      if (!found) {
        throw new IOException("the image has no snapshot " + wanted);
      }
      extend();
    }

    private void copyRefcounts(ByteBuffer header) throws IOException {
      long table = header.getLong(48);
      int bytes = header.getInt(56) * cluster;
      copyRange(table, bytes);
      ByteBuffer entries = read(source, table, bytes);
      while (entries.hasRemaining()) {
        long block = entries.getLong() & OFFSET_MASK;
        if (block != 0) {
          copyRange(block, cluster);
        }
      }
    }

    private void copyTables(long offset, int entries, boolean withData) throws IOException {
      copyRange(offset, (long) entries * Long.BYTES);
      ByteBuffer table = read(source, offset, entries * Long.BYTES);
      while (table.hasRemaining()) {
        long second = table.getLong() & OFFSET_MASK;
        if (second != 0) {
          copyRange(second, cluster);
          if (withData) {
            copyData(read(source, second, cluster));
          }
        }
      }
    }

    /** Neighbouring clusters go in one piece. */
    private void copyData(ByteBuffer table) throws IOException {
      long start = 0;
      long end = 0;
      while (table.hasRemaining()) {
        long data = table.getLong() & OFFSET_MASK;
        if (data == 0) {
          continue;
        }
        if (data != end) {
          copyRange(start, end - start);
          start = data;
        }
        end = data + cluster;
      }
      copyRange(start, end - start);
    }

    private void copyRange(long offset, long bytes) throws IOException {
      long position = offset;
      long end = Math.min(offset + bytes, source.size());
      target.position(position);
      while (position < end) {
        position += source.transferTo(position, end - position, target);
      }
    }

    /** The copy is as long as the original, so that every cluster that it counts is there. */
    private void extend() throws IOException {
      if (target.size() < source.size()) {
        write(target, ByteBuffer.allocate(1), source.size() - 1);
      }
    }
  }
}
