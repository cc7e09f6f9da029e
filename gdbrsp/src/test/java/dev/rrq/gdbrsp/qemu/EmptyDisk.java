package dev.rrq.gdbrsp.qemu;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A qcow2 image of one empty megabyte, where QEMU keeps snapshots; {@code qemu-img} is not needed.
 *
 * @see <a href="https://www.qemu.org/docs/master/interop/qcow2.html">QEMU, qcow2</a>
 */
final class EmptyDisk {
  private static final int CLUSTER_BITS = 16;
  private static final int CLUSTER = 1 << CLUSTER_BITS;
  private static final int CLUSTERS = 4;

  private EmptyDisk() {}

  static Path create(Path path) throws IOException {
    ByteBuffer image = ByteBuffer.allocate(CLUSTERS * CLUSTER);
    image.putInt(0x514649fb); //           magic
    image.putInt(2); //                    version
    image.putLong(0).putInt(0); //         no backing file
    image.putInt(CLUSTER_BITS);
    image.putLong(1 << 20); //             size
    image.putInt(0); //                    no encryption
    image.putInt(1).putLong(3L * CLUSTER); // one L1 entry, in cluster 3
    image.putLong(CLUSTER).putInt(1); //   the reference count table, in cluster 1
    image.putInt(0).putLong(0); //         no snapshots yet
    image.putLong(CLUSTER, 2L * CLUSTER); // its one block is in cluster 2
    for (int cluster = 0; cluster < CLUSTERS; cluster++) {
      image.putShort(2 * CLUSTER + 2 * cluster, (short) 1);
    }
    return Files.write(path, image.array());
  }
}
