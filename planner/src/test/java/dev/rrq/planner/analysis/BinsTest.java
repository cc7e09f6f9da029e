package dev.rrq.planner.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BinsTest {

  private static final List<Bins.Scale> SCALES = List.of(Bins.Scale.values());

  @Test
  void fewNumbersHaveABinEach() {
    Bins bins = Bins.of(Bins.Scale.NUMBER, false, -2, 3, 0);
    assertThat(bins.starts()).containsExactly(-2L, -1L, 0L, 1L, 2L, 3L);
    assertThat(bins.last()).isEqualTo(3);
  }

  @Test
  void manyNumbersShareBinsOfARoundWidth() {
    Bins bins = Bins.of(Bins.Scale.TIME, false, 130, 998, 500);
    assertThat(bins.starts()).startsWith(100L, 150L).endsWith(950L);
    assertThat(bins.last()).isEqualTo(999);
  }

  @Test
  void addressesShareBinsOfAPowerOfTwo() {
    Bins bins =
        Bins.of(Bins.Scale.ADDRESS, true, 0xffff_8880_0000_1234L, 0xffff_8880_0001_0000L, 0);
    assertThat(bins.starts().get(0)).isEqualTo(0xffff_8880_0000_1000L);
    assertThat(bins.end(0)).isEqualTo(0xffff_8880_0000_1fffL);
  }

  @Test
  void numbersOfWhichMostAreSmallHaveBinsThatDouble() {
    Bins bins = Bins.of(Bins.Scale.NUMBER, false, 0, 5000, 10);
    assertThat(bins.starts()).startsWith(0L, 1L, 2L, 4L, 8L).endsWith(4096L);
    assertThat(bins.end(3)).isEqualTo(7);
    assertThat(bins.last()).isEqualTo(8191);
  }

  @Test
  void anyNumbersHaveAFewBinsThatHoldThem() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      long a = random.nextLong() >> random.nextInt(64);
      long b = random.nextInt(10) == 0 ? extreme(random) : random.nextLong() >> random.nextInt(64);
      boolean unsigned = random.nextBoolean();
      long least = compare(unsigned, a, b) < 0 ? a : b;
      long greatest = least == a ? b : a;
      Bins.Scale scale = SCALES.get(random.nextInt(SCALES.size()));
      Bins bins = Bins.of(scale, unsigned, least, greatest, random.nextInt(1000));
      String what = "%s %s %d..%d: %s".formatted(scale, unsigned, least, greatest, bins);
      assertThat(bins.starts()).as(what).hasSizeBetween(1, 66);
      assertThat(compare(unsigned, bins.starts().get(0), least)).as(what).isNotPositive();
      assertThat(compare(unsigned, greatest, bins.last())).as(what).isNotPositive();
      for (int bin = 0; bin < bins.starts().size(); bin++) {
        assertThat(compare(unsigned, bins.starts().get(bin), bins.end(bin)))
            .as(what)
            .isNotPositive();
      }
    }
  }

  private static long extreme(Random random) {
    return new long[] {Long.MIN_VALUE, Long.MAX_VALUE, -1, 0}[random.nextInt(4)];
  }

  private static int compare(boolean unsigned, long a, long b) {
    return unsigned ? Long.compareUnsigned(a, b) : Long.compare(a, b);
  }
}
