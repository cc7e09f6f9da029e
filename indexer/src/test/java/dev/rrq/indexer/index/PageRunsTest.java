package dev.rrq.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Pages that are joined to runs stay what and where they are. */
final class PageRunsTest {

  private static final int PAGE_BYTES = 4096;

  private final Map<Long, Integer> runs = new LinkedHashMap<>();
  private final Map<Long, Byte> pages = new TreeMap<>();
  private final PageRuns joined = new PageRuns(this::take);

  private void take(long paddr, ByteBuffer run) {
    runs.put(paddr, run.remaining() / PAGE_BYTES);
    for (long at = paddr; run.hasRemaining(); at += PAGE_BYTES) {
      byte[] page = new byte[PAGE_BYTES];
      run.get(page);
      byte[] equal = new byte[PAGE_BYTES];
      Arrays.fill(equal, page[0]);
      assertThat(page).isEqualTo(equal);
      if (page[0] != 0) {
        pages.put(at, page[0]);
      }
    }
  }

  private void add(long number) {
    byte[] page = new byte[PAGE_BYTES];
    Arrays.fill(page, (byte) (number % 100 + 1));
    joined.add(number * PAGE_BYTES, ByteBuffer.wrap(page));
  }

  private static long at(long number) {
    return number * PAGE_BYTES;
  }

  @Test
  void pagesNearEachOtherComeTogether() {
    long[] numbers = {3, 4, 6, 258, 259, 1000, 5000, 5001, 4999};
    for (long number : numbers) {
      add(number);
    }
    joined.flush();
    joined.flush();
    assertThat(runs.toString())
        .isEqualTo(
            "{%d=256, %d=1, %d=1, %d=2, %d=1}"
                .formatted(at(3), at(259), at(1000), at(5000), at(4999)));
    Map<Long, Byte> expected = new TreeMap<>();
    for (long number : numbers) {
      expected.put(number * PAGE_BYTES, (byte) (number % 100 + 1));
    }
    assertThat(pages).isEqualTo(expected);
  }
}
