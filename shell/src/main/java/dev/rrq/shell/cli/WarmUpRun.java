package dev.rrq.shell.cli;

import dev.rrq.shell.console.ConsoleRun;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.session.EngineSlot;
import dev.rrq.shell.session.PlannerEngine;
import dev.rrq.shell.terminal.Interrupts;
import dev.rrq.shell.terminal.Stdio;
import dev.rrq.shell.work.WarmUpTrace;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Goes through what a start, the console and a first query need, and shows nothing of it. */
final class WarmUpRun {
  private WarmUpRun() {}

  static ExitStatus run() {
    try (WarmUpTrace trace = WarmUpTrace.create()) {
      String path = trace.directory().toString();
      List<String> arguments = new ArrayList<>(List.of(path, "--format", "table"));
      for (String statement : WarmUpTrace.statements()) {
        arguments.add("-e");
        arguments.add(statement);
      }
      Application.run(stdio(""), new Interrupts(), arguments.toArray(String[]::new));
      Application.run(stdio("writes to phys 0x1000..+8"), new Interrupts(), path);
      console(trace.directory());
    }
    return ExitStatus.DONE;
  }

  private static void console(Path trace) {
    try (EngineSlot slot = new EngineSlot(PlannerEngine::open)) {
      String typed = String.join("\n", WarmUpTrace.statements()) + "\nquit\n";
      ConsoleRun.rehearse(slot, trace, new ByteArrayInputStream(bytes(typed)));
    }
  }

  private static Stdio stdio(String input) {
    InputStream in = new ByteArrayInputStream(bytes(input));
    Writer nowhere = Writer.nullWriter();
    return new Stdio(in, nowhere, new PrintWriter(nowhere), false, false, false, Map.of());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
