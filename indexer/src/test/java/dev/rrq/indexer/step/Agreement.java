package dev.rrq.indexer.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** What both engines told of a window, held against each other. */
final class Agreement {

  private final String window;
  private final Captured step;
  private final Captured plugin;
  private final long to;

  /** Of a window that ends at an instant. */
  Agreement(String window, Captured step, Captured plugin, long to) {
    this.window = window;
    this.step = step;
    this.plugin = plugin;
    this.to = to;
  }

  /** Fails with the differences, if there are any. */
  void check() {
    assertThat(step.stores()).as(window).isEqualTo(plugin.stores());
    assertThat(step.otherPlaces()).as(window).isEqualTo(plugin.otherPlaces());
    assertThat(step.storesWithFrames())
        .as("contexts: %s", window)
        .isEqualTo(plugin.storesWithFrames());
    // An interrupt at the very end is told by the one that looks again before it stops.
    assertThat(step.flow().interrupts(to)).as(window).isEqualTo(plugin.flow().interrupts(to));
    assertThat(texts(step)).as("calls: %s", window).isEqualTo(texts(plugin));
    checkArguments();
  }

  private List<String> texts(Captured captured) {
    return captured.flow().calls(to).stream().map(captured.flow()::text).toList();
  }

  /** Inside the emulator they are known only where a block of its translation begins. */
  private void checkArguments() {
    List<CapturedFlow.Call> stepped = step.flow().calls(to);
    List<CapturedFlow.Call> watched = plugin.flow().calls(to);
    for (int i = 0; i < stepped.size(); i++) {
      if (watched.get(i).known() != 0) {
        assertThat(stepped.get(i).arguments())
            .as("%s: arguments of %s", window, step.flow().text(stepped.get(i)))
            .isEqualTo(watched.get(i).arguments());
        assertThat(stepped.get(i).known()).isEqualTo(watched.get(i).known());
      }
    }
  }

  /** How many arguments both know. */
  long argumentsKnown() {
    return plugin.flow().calls(to).stream().mapToLong(call -> call.arguments().size()).sum();
  }

  @Override
  public String toString() {
    long onlyStep =
        step.flow().calls(to).stream().mapToLong(call -> call.arguments().size()).sum()
            - argumentsKnown();
    return String.format(
        "%s, until %d: %d steps, %d stores, %d other words, %d calls, %d arguments (and %d by steps"
            + " alone), %d interrupts",
        window,
        to,
        step.steps(),
        step.stores().size(),
        step.otherPlaces().size(),
        step.flow().calls(to).size(),
        argumentsKnown(),
        onlyStep,
        step.flow().interrupts(to).size());
  }
}
