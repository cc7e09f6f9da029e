package dev.rrq.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoverageTest {

  @Test
  void touchingIntervalsAreOne() {
    Coverage coverage =
        Coverage.of(List.of(new Interval(5, 9), new Interval(0, 3), new Interval(3, 4)));
    assertThat(coverage).hasToString("[0, 4) and [5, 9)");
    assertThat(coverage.contains(4)).isFalse();
    assertThat(coverage.contains(5)).isTrue();
    assertThat(coverage.length()).isEqualTo(8);
    assertThat(Coverage.NONE).hasToString("nothing").isEqualTo(Coverage.of(7, 7));
  }

  @Test
  void arithmeticIsThatOfSets() {
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      BitSet a = points(random);
      BitSet b = points(random);
      BitSet both = (BitSet) a.clone();
      both.and(b);
      BitSet either = (BitSet) a.clone();
      either.or(b);
      BitSet rest = (BitSet) a.clone();
      rest.andNot(b);
      Coverage left = coverage(a);
      Coverage right = coverage(b);
      assertThat(left.intersect(right)).isEqualTo(coverage(both));
      assertThat(left.union(right)).isEqualTo(coverage(either));
      assertThat(left.minus(right)).isEqualTo(coverage(rest));
      assertThat(left.containsAll(right)).isEqualTo(either.equals(a));
    }
  }

  private static BitSet points(Random random) {
    BitSet points = new BitSet();
    for (int run = random.nextInt(4); run > 0; run--) {
      int from = random.nextInt(30);
      points.set(from, from + 1 + random.nextInt(10));
    }
    return points;
  }

  private static Coverage coverage(BitSet points) {
    List<Interval> intervals = new ArrayList<>();
    for (int i = points.nextSetBit(0); i >= 0; i = points.nextSetBit(i + 1)) {
      intervals.add(new Interval(i, i + 1));
    }
    return Coverage.of(intervals);
  }
}
