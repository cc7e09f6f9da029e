package dev.rrq.indexer.recording;

import dev.rrq.indexer.IndexerException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A check that a file can be booted, by the header of the x86 Linux boot protocol. */
final class KernelImage {

  private static final int HEADER_BYTES = 0x268;
  private static final int BOOT_FLAG_OFFSET = 0x1fe;
  private static final int BOOT_FLAG = 0xaa55;
  private static final int MAGIC_OFFSET = 0x202;
  private static final int MAGIC = 0x53726448;
  private static final int ELF = 0x464c457f;

  private KernelImage() {}

  /**
   * Refuses what is no bzImage.
   *
   * @throws IndexerException of kind USAGE
   */
  static void check(Path kernel) {
    ByteBuffer header;
    try (InputStream in = Files.newInputStream(kernel)) {
      header = ByteBuffer.wrap(in.readNBytes(HEADER_BYTES)).order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw IndexerException.usage("the kernel cannot be read: " + kernel);
    }
    if (header.limit() >= Integer.BYTES && header.getInt(0) == ELF) {
      throw IndexerException.usage(
          kernel + " is an ELF file, not a bootable image",
          "give the bzImage (arch/x86/boot/bzImage, /boot/vmlinuz-…) with --kernel, and vmlinux"
              + " with --vmlinux");
    }
    if (header.limit() < HEADER_BYTES
        || Short.toUnsignedInt(header.getShort(BOOT_FLAG_OFFSET)) != BOOT_FLAG
        || header.getInt(MAGIC_OFFSET) != MAGIC) {
      throw IndexerException.usage(
          kernel + " is not an x86 Linux kernel (it has no boot header)",
          "a kernel is arch/x86/boot/bzImage of a build tree, or /boot/vmlinuz-…");
    }
  }
}
