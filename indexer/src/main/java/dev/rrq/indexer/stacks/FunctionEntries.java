package dev.rrq.indexer.stacks;

import it.unimi.dsi.fastutil.longs.Long2LongOpenHashMap;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The addresses at which functions begin, and where their arguments are then. */
public final class FunctionEntries {

  /** There is no function. */
  public static final long NONE = -1;

  /** How many parameters of a function are looked at. */
  public static final int ARGUMENTS = 6;

  private static final int ENTRY_BYTES = 2 * Long.BYTES;
  private static final int PRESENT = 0x80;
  private static final int SIGNED = 0x20;
  private static final int SIZE_SHIFT = 3;
  private static final int SIZE_MASK = 3;
  private static final int REGISTER_MASK = 7;

  private final Long2LongOpenHashMap places;

  /**
   * A number of functions.
   *
   * @param places by address, eight bytes, the lowest for the first parameter; see {@code
   *     entries.h}
   */
  public FunctionEntries(Map<Long, Long> places) {
    this.places = new Long2LongOpenHashMap(places);
    this.places.defaultReturnValue(NONE);
  }

  /** Where the arguments of the function are that begins at an address, or {@link #NONE}. */
  public long find(long pc) {
    return places.get(pc);
  }

  /** How many functions there are. */
  public int size() {
    return places.size();
  }

  /** Whether an argument is in a register. */
  static boolean isPresent(long places, int argument) {
    return (place(places, argument) & PRESENT) != 0;
  }

  /** In which one of the calling convention, from 0. */
  static int register(long places, int argument) {
    return place(places, argument) & REGISTER_MASK;
  }

  /** The argument in that register's value: a narrow one leaves the rest of it undefined. */
  static long value(long places, int argument, long register) {
    int place = place(places, argument);
    int unused = Long.SIZE - (Byte.SIZE << (place >> SIZE_SHIFT & SIZE_MASK));
    long shifted = register << unused;
    return (place & SIGNED) != 0 ? shifted >> unused : shifted >>> unused;
  }

  private static int place(long places, int argument) {
    return (int) (places >>> (argument * Byte.SIZE)) & 0xff;
  }

  /** Writes them for the plugin: {@code struct entry} of {@code entries.h}, sorted. */
  public Path write(Path file) throws IOException {
    Map<Long, Long> sorted = new TreeMap<>(Long::compareUnsigned);
    sorted.putAll(places);
    ByteBuffer bytes =
        ByteBuffer.allocate(sorted.size() * ENTRY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    sorted.forEach((address, place) -> bytes.putLong(address).putLong(place));
    return Files.write(file, bytes.array());
  }
}
