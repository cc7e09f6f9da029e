package dev.rrq.shell.console;

import dev.rrq.shell.command.Settings;
import dev.rrq.shell.session.EngineSlot;
import dev.rrq.shell.terminal.Interrupts;
import java.nio.file.Path;
import java.util.Optional;
import org.jline.terminal.Terminal;

/**
 * What a console is made of.
 *
 * @param history the file that keeps what was typed
 * @param debug whether failures come with their stack traces
 */
record ConsoleParts(
    Terminal terminal,
    ConsoleScreen screen,
    EngineSlot slot,
    Settings settings,
    Interrupts interrupts,
    Optional<Path> history,
    boolean debug) {}
