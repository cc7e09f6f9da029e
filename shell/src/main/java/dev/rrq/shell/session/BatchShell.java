package dev.rrq.shell.session;

import dev.rrq.shell.command.Settings;
import dev.rrq.shell.command.Shell;
import java.io.Writer;
import java.nio.file.Path;

/** The shell's commands where nobody types: in {@code -e}, scripts and pipes. */
public final class BatchShell implements Shell {
  private final Settings settings;
  private final Screen screen;
  private final EngineSlot slot;
  private boolean leaving;

  public BatchShell(Settings settings, Screen screen, EngineSlot slot) {
    this.settings = settings;
    this.screen = screen;
    this.slot = slot;
  }

  @Override
  public Settings settings() {
    return settings;
  }

  @Override
  public Writer out() {
    return screen.out();
  }

  @Override
  public void open(Path trace) {
    slot.open(trace, (engine, failure) -> {});
  }

  @Override
  public void quit() {
    leaving = true;
  }

  @Override
  public boolean isLeaving() {
    return leaving;
  }

  @Override
  public void history() {
    // Nothing was typed.
  }

  @Override
  public void clear() {
    // There is no screen to clear.
  }
}
