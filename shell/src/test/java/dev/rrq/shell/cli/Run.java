package dev.rrq.shell.cli;

import dev.rrq.shell.FakeTrace;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.session.Engine;
import dev.rrq.shell.terminal.Interrupts;
import dev.rrq.shell.terminal.Stdio;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Runs command lines in this process; {@code demo.rrq} is a trace, all else is none. */
final class Run {
  final FakeTrace trace = new FakeTrace();
  final Interrupts interrupts = new Interrupts();
  final StringWriter out = new StringWriter();
  final StringWriter err = new StringWriter();
  private String input = "";

  Run typing(String input) {
    this.input = input;
    return this;
  }

  ExitStatus rrq(String... arguments) {
    Stdio stdio =
        new Stdio(
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            out,
            new PrintWriter(err, true),
            false,
            false,
            false,
            Map.of());
    return new Application(stdio, interrupts, this::open).run(arguments);
  }

  private Engine open(Path path) {
    if (path.endsWith("demo.rrq")) {
      return trace;
    }
    if (path.endsWith("old.rrq")) {
      throw ShellException.damaged("old.rrq has format version 0 and this rrq reads version 1");
    }
    throw ShellException.usage("there is no trace " + path);
  }
}
