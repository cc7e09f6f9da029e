package dev.rrq.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The examples follow the figures of the Intel SDM, volume 3, 4.3 to 4.5. */
final class PagingModeTest {

  private static final long ROOT = 0x1000;
  private static final long TABLE = 0x67;
  private static final long LARGE_PAGE = 0xe7;

  private final Map<Long, Long> memory = new HashMap<>();
  private final List<Long> visited = new ArrayList<>();

  private long translate(PagingMode mode, long linear) {
    return mode.translate(
        ROOT,
        linear,
        (paddr, bytes) -> {
          visited.add(paddr);
          return memory.getOrDefault(paddr, 0L);
        });
  }

  @Test
  void fourLevelsToSmallPage() {
    // 0xffff888012345678: 273, 0, 145, 325.
    memory.put(ROOT + 273 * 8, 0x2000 | TABLE);
    memory.put(0x2000L, 0x3000 | TABLE);
    memory.put(0x3000L + 145 * 8, 0x4000 | TABLE);
    memory.put(0x4000L + 325 * 8, (1L << 63) | 0xabcde000L | TABLE);

    assertThat(translate(PagingMode.FOUR_LEVELS, 0xffff_8880_1234_5678L)).isEqualTo(0xabcde678L);
    assertThat(visited).containsExactly(0x1888L, 0x2000L, 0x3488L, 0x4a28L);
  }

  @Test
  void fourLevelsToLargePages() {
    memory.put(ROOT, 0x2000 | TABLE);
    memory.put(0x2000L, 0x3000 | TABLE);
    memory.put(0x3000L, 0x4020_0000L | LARGE_PAGE);
    memory.put(0x2008L, 0x8000_0000L | LARGE_PAGE);

    assertThat(translate(PagingMode.FOUR_LEVELS, 0x1f_ffffL)).isEqualTo(0x403f_ffffL);
    assertThat(translate(PagingMode.FOUR_LEVELS, 0x7fff_ffffL)).isEqualTo(0xbfff_ffffL);
  }

  @Test
  void fifthLevelLiesAboveFour() {
    memory.put(ROOT + 8, 0x2000 | TABLE);
    memory.put(0x2000L + 8, 0x3000 | LARGE_PAGE);
    memory.put(0x3000L, 0xc000_0000L | LARGE_PAGE);

    // The bit of a large page has no meaning at the level of 39.
    assertThat(translate(PagingMode.FIVE_LEVELS, (1L << 48) + (1L << 39) + 5))
        .isEqualTo(0xc000_0005L);
  }

  @Test
  void threeLevelsWithPae() {
    memory.put(ROOT + 3 * 8, 0x2000L | 1);
    memory.put(0x2000L + 511 * 8, 0x3000 | TABLE);
    memory.put(0x3000L + 511 * 8, 0x1_0000_1000L | TABLE);

    assertThat(translate(PagingMode.PAE, 0xffff_fffcL)).isEqualTo(0x1_0000_1ffcL);
    assertThat(PagingMode.PAE.root(0x1239)).isEqualTo(0x1220);
  }

  @Test
  void twoLevelsOfNarrowEntries() {
    memory.put(ROOT + 1023 * 4, 0x2000 | TABLE);
    memory.put(0x2000L + 1022 * 4, 0x7000 | TABLE);
    memory.put(ROOT + 4, 0x40_0000L | LARGE_PAGE);

    assertThat(translate(PagingMode.BITS_32, 0xffff_e123L)).isEqualTo(0x7123);
    assertThat(translate(PagingMode.BITS_32, 0x7f_fff0L)).isEqualTo(0x7f_fff0L);
  }

  @Test
  void absentAtAnyLevel() {
    assertThat(translate(PagingMode.FOUR_LEVELS, 0)).isEqualTo(PagingMode.ABSENT);

    memory.put(ROOT, 0x2000L | TABLE);
    memory.put(0x2000L, 0x3000L | (TABLE & ~1));
    memory.put(0x3000L, 0x4000_0000L | LARGE_PAGE);
    assertThat(translate(PagingMode.FOUR_LEVELS, 0)).isEqualTo(PagingMode.ABSENT);
  }

  @Test
  void rootIsWithoutFlags() {
    assertThat(PagingMode.FOUR_LEVELS.root(0x8000_0000_1234_5018L)).isEqualTo(0x1234_5000L);
  }
}
