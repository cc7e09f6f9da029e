package dev.rrq.store.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growing array of bytes, little endian. */
final class Bytes {

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int VARINT_BITS = 7;
  private static final int VARINT_MORE = 0x80;

  private byte[] array = new byte[1 << 12];
  private int length;

  /** The bytes, of which the first {@link #length} count; valid until the next call. */
  byte[] array() {
    return array;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  /** Makes room for this many more bytes without copying in between. */
  void reserve(int more) {
    if (array.length - length < more) {
      array = Arrays.copyOf(array, Math.max(2 * array.length, length + more));
    }
  }

  void putByte(int value) {
    reserve(1);
    array[length++] = (byte) value;
  }

  void putInt(int value) {
    reserve(Integer.BYTES);
    INT.set(array, length, value);
    length += Integer.BYTES;
  }

  void putLong(long value) {
    reserve(Long.BYTES);
    LONG.set(array, length, value);
    length += Long.BYTES;
  }

  /** Puts the low {@code bytes} bytes of a value. */
  void putLow(long value, int bytes) {
    reserve(Long.BYTES);
    LONG.set(array, length, value);
    length += bytes;
  }

  void setInt(int position, int value) {
    INT.set(array, position, value);
  }

  void setByte(int position, int value) {
    array[position] = (byte) value;
  }

  void putBytes(byte[] bytes) {
    putBytes(bytes, bytes.length);
  }

  void putBytes(byte[] bytes, int count) {
    reserve(count);
    System.arraycopy(bytes, 0, array, length, count);
    length += count;
  }

  /** Puts an unsigned number, seven bits a byte, the low ones first. */
  void putVarint(long value) {
    long rest = value;
    while ((rest & -VARINT_MORE) != 0) {
      putByte((int) (rest & (VARINT_MORE - 1)) | VARINT_MORE);
      rest >>>= VARINT_BITS;
    }
    putByte((int) rest);
  }

  /** Puts a signed number, small ones of either sign in few bytes. */
  void putZigzag(long value) {
    putVarint((value << 1) ^ (value >> (Long.SIZE - 1)));
  }
}
