package dev.rrq.gdbrsp.qemu;

import java.util.Arrays;
import java.util.HexFormat;

/**
 * A machine's whole software, written by hand: 64 KiB of firmware that counts in memory and then
 * halts. The processor is in real mode, and the image lies at 0xf0000.
 */
final class GuestImage {
  /** Address of the 16-bit counter that each round increments. */
  static final long COUNTER = 0x1000;

  /** Where the image lies in memory. */
  static final long BASE = 0xf0000;

  /** Offset of {@code inc word [COUNTER]}, the first instruction of a round. */
  static final int STORE = 0x10;

  /** Offset of the instruction after it. */
  static final int AFTER_STORE = 0x14;

  /** Offset of {@code hlt}. */
  static final int HALT = 0x1c;

  /** Instructions before the first round: the jump at reset and what sets the segment up. */
  static final int INSTRUCTIONS_BEFORE = 5;

  /** Instructions of one round. */
  static final int INSTRUCTIONS_A_ROUND = 4;

  private static final int SIZE = 0x10000;

  private GuestImage() {}

  /** An image that counts to a number, 1 to 65535. */
  static byte[] countingTo(int rounds) {
    byte[] image = new byte[SIZE];
    Arrays.fill(image, (byte) 0xf4);
    put(image, 0xfff0, "ea 00 00 00 f0"); // jmp f000:0000, where the processor begins
    put(image, 0x00, "fa"); //                cli
    put(image, 0x01, "31 c0"); //             xor ax, ax
    put(image, 0x03, "8e d8"); //             mov ds, ax
    put(image, 0x05, "eb 09"); //             jmp 0x10
    put(image, 0x10, "ff 06 00 10"); //       inc word [0x1000]
    put(image, 0x14, "a1 00 10"); //          mov ax, [0x1000]
    put(image, 0x17, "3d"); //                cmp ax, rounds
    image[0x18] = (byte) rounds;
    image[0x19] = (byte) (rounds >> 8);
    put(image, 0x1a, "72 f4"); //             jb 0x10
    put(image, 0x1c, "f4 eb fd"); //          hlt; jmp 0x1c
    return image;
  }

  private static void put(byte[] image, int offset, String code) {
    byte[] bytes = HexFormat.ofDelimiter(" ").parseHex(code);
    System.arraycopy(bytes, 0, image, offset, bytes.length);
  }
}
