package dev.rrq.planner.analysis;

import java.util.ArrayList;
import java.util.List;

/**
 * How numbers are put together in a histogram.
 *
 * @param unsigned whether the numbers have no sign
 * @param starts the lowest number of each bin, in ascending order
 * @param last the highest number of the last bin
 */
public record Bins(boolean unsigned, List<Long> starts, long last) {

  private static final int WANTED = 20;

  /** So much above the mean the greatest number must be for bins that double. */
  private static final double SKEWED = 32;

  private static final long SMALL = 256;

  public Bins {
    starts = List.copyOf(starts);
  }

  /** How the limits of bins are chosen. */
  public enum Scale {
    /** Bins of one width, or for numbers most of which are small, of widths that double. */
    NUMBER,
    /** Bins of one round width. */
    TIME,
    /** Bins whose width is a power of two. */
    ADDRESS
  }

  /**
   * Bins for numbers from a least to a greatest one.
   *
   * @param mean of the numbers
   */
  public static Bins of(Scale scale, boolean unsigned, long least, long greatest, double mean) {
    boolean positive = unsigned || least >= 0;
    double most = unsigned ? unsignedDouble(greatest) : greatest;
    boolean large = Long.compareUnsigned(greatest, SMALL) >= 0;
    if (scale == Scale.NUMBER && positive && large && most >= SKEWED * Math.max(mean, 1)) {
      return doubling(unsigned, least, greatest);
    }
    return even(scale, unsigned, least, greatest);
  }

  private static double unsignedDouble(long bits) {
    return bits >= 0 ? bits : bits + 0x1p64;
  }

  private static Bins doubling(boolean unsigned, long least, long greatest) {
    List<Long> starts = new ArrayList<>();
    int first = Long.SIZE - Long.numberOfLeadingZeros(least);
    int last = Long.SIZE - Long.numberOfLeadingZeros(greatest);
    for (int bits = first; bits <= last; bits++) {
      starts.add(bits == 0 ? 0 : 1L << (bits - 1));
    }
    return new Bins(unsigned, starts, last == Long.SIZE ? -1 : (1L << last) - 1);
  }

  private static Bins even(Scale scale, boolean unsigned, long least, long greatest) {
    long range = greatest - least;
    long width = 1;
    if (Long.compareUnsigned(range, WANTED) >= 0) {
      long exact = Long.divideUnsigned(range, WANTED) + 1;
      width = scale == Scale.ADDRESS ? powerOfTwo(exact) : round(exact);
    }
    long above = unsigned ? Long.remainderUnsigned(least, width) : Math.floorMod(least, width);
    // Just below the least number that there is, nothing can be rounded down.
    boolean wraps = !unsigned && least < Long.MIN_VALUE + above;
    long start = wraps ? least : least - above;
    List<Long> starts = new ArrayList<>();
    long steps = Long.divideUnsigned(greatest - start, width);
    for (long i = 0; i <= steps; i++) {
      starts.add(start + i * width);
    }
    long end = starts.get(starts.size() - 1) + width - 1;
    boolean overflows = unsigned ? Long.compareUnsigned(end, greatest) < 0 : end < greatest;
    return new Bins(unsigned, starts, overflows ? greatest : end);
  }

  private static long powerOfTwo(long least) {
    return Long.bitCount(least) == 1 ? least : Long.highestOneBit(least) << 1;
  }

  /** 1, 2 or 5 times a power of ten. */
  private static long round(long least) {
    long power = 1;
    while (true) {
      for (long factor : new long[] {1, 2, 5}) {
        if (power * factor >= least) {
          return power * factor;
        }
      }
      power *= 10;
    }
  }

  /** The highest number of a bin. */
  public long end(int bin) {
    return bin + 1 < starts.size() ? starts.get(bin + 1) - 1 : last;
  }
}
