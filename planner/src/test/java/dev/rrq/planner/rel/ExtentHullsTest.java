package dev.rrq.planner.rel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.analysis.Extent;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExtentHullsTest {

  private static final List<Extent> EXTENTS =
      List.of(new Extent(100, 8), new Extent(10, 8), new Extent(18, 2), new Extent(30, 4));

  @Test
  void whatTouchesIsOne() {
    assertThat(ExtentHulls.of(EXTENTS, 10))
        .containsExactly(new Extent(10, 10), new Extent(30, 4), new Extent(100, 8));
  }

  @Test
  void theWidestGapsStay() {
    assertThat(ExtentHulls.of(EXTENTS, 2)).containsExactly(new Extent(10, 24), new Extent(100, 8));
  }

  @Test
  void oneCoversAll() {
    assertThat(ExtentHulls.of(EXTENTS, 1)).containsExactly(new Extent(10, 98));
  }

  @Test
  void whatLiesWithinAnotherAddsNothing() {
    assertThat(ExtentHulls.of(List.of(new Extent(0, 16), new Extent(4, 4), new Extent(0, 16)), 5))
        .containsExactly(new Extent(0, 16));
  }
}
