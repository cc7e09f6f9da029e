package dev.rrq.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoreOptionsTest {

  @Test
  void segmentsFitIntoMemory() {
    assertThat(StoreOptions.fitting(6L << 30).segmentRows()).isEqualTo(1 << 24);
    assertThat(StoreOptions.fitting(2L << 30).segmentRows()).isEqualTo(1 << 23);
    assertThat(StoreOptions.fitting(1L << 20))
        .isEqualTo(new StoreOptions(1 << 18, 1 << 18, 61_440));
  }
}
