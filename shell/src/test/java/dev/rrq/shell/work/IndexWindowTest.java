package dev.rrq.shell.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.work.IndexOrder.Engine;
import dev.rrq.shell.work.IndexWindow.Former;
import dev.rrq.store.Coverage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IndexWindowTest {
  private static final long LENGTH = 1000;
  private static final Former MIDDLE = new Former(Coverage.of(400, 500), false, true);

  @ParameterizedTest
  @CsvSource({
    "450, 600, 400, 600",
    "300, 450, 300, 500",
    "700, 800, 400, 800",
    "100, 200, 100, 500",
    "500, 600, 400, 600",
    "300, 600, 300, 600"
  })
  void aWindowIsAddedToWhatIsCovered(long from, long to, long indexedFrom, long indexedTo) {
    IndexOrder order = order(from, to, Engine.PLUGIN, true);
    IndexWindow window = IndexWindow.added(order, MIDDLE, LENGTH);
    assertThat(window.from()).isEqualTo(indexedFrom);
    assertThat(window.to()).isEqualTo(indexedTo);
    assertThat(window.added()).isEqualTo(indexedFrom < from || indexedTo > to);
    assertThat(window.isIn(MIDDLE, order, LENGTH)).isFalse();
  }

  @Test
  void theRecordingsEndIsTheEnd() {
    Former late = new Former(Coverage.of(900, LENGTH), false, true);
    IndexOrder order = order(950, Long.MAX_VALUE, Engine.PLUGIN, true);
    IndexWindow window = IndexWindow.added(order, late, LENGTH);
    assertThat(window).isEqualTo(new IndexWindow(900, LENGTH, true));
    assertThat(window.isIn(late, order, LENGTH)).isTrue();
  }

  @Test
  void whatIsCoveredIsNotIndexedAgainUnlessMoreIsTold() {
    IndexOrder order = order(410, 420, Engine.PLUGIN, true);
    IndexWindow window = IndexWindow.added(order, MIDDLE, LENGTH);
    assertThat(window.isIn(MIDDLE, order, LENGTH)).isTrue();
    Former silent = new Former(MIDDLE.covered(), false, false);
    assertThat(IndexWindow.added(order, silent, LENGTH)).isEqualTo(new IndexWindow(400, 500, true));
    assertThat(window.isIn(silent, order, LENGTH)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"STEP, true", "PLUGIN, false"})
  void anIndexThatTellsMoreIsKept(Engine engine, boolean calls) {
    assertThatThrownBy(() -> IndexWindow.added(order(410, 420, engine, calls), MIDDLE, LENGTH))
        .isInstanceOf(ShellException.class)
        .hasMessageContaining("[400, 500)");
  }

  @Test
  void stepsAreAddedToSteps() {
    Former steps = new Former(MIDDLE.covered(), true, false);
    assertThat(IndexWindow.added(order(490, 510, Engine.STEP, true), steps, LENGTH))
        .isEqualTo(new IndexWindow(400, 510, true));
  }

  @Test
  void anIndexOfNothingIsNothingToAddTo() {
    Former empty = new Former(Coverage.NONE, false, true);
    assertThat(IndexWindow.added(order(490, 510, Engine.PLUGIN, true), empty, LENGTH))
        .isEqualTo(new IndexWindow(490, 510, false));
  }

  private static IndexOrder order(long from, long to, Engine engine, boolean calls) {
    return new IndexOrder(
        Path.of("t.rrq"),
        Optional.empty(),
        OptionalLong.of(from),
        OptionalLong.of(to),
        engine,
        false,
        List.of(),
        calls,
        false,
        Optional.empty());
  }
}
