package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.failure.FailureReport;
import dev.rrq.shell.failure.IoMessages;
import dev.rrq.shell.output.Format;
import dev.rrq.shell.session.Engine;
import dev.rrq.shell.session.EngineSlot;
import dev.rrq.shell.session.PlannerEngine;
import dev.rrq.shell.terminal.Interrupts;
import dev.rrq.shell.terminal.Stdio;
import dev.rrq.shell.work.DemoWork;
import dev.rrq.shell.work.DoctorWork;
import dev.rrq.shell.work.ExportRequest;
import dev.rrq.shell.work.IndexOrder;
import dev.rrq.shell.work.IndexWork;
import dev.rrq.shell.work.InfoWork;
import dev.rrq.shell.work.QemuWork;
import dev.rrq.shell.work.RecordOrder;
import dev.rrq.shell.work.RecordWork;
import dev.rrq.shell.work.Reporter;
import dev.rrq.shell.work.VerifyWork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** Joins the command line to the modules that do the work. */
public final class Application implements Runs {
  private final Stdio stdio;
  private final Interrupts interrupts;

  private final Function<Path, Engine> openers;

  Application(Stdio stdio, Interrupts interrupts, Function<Path, Engine> openers) {
    this.stdio = stdio;
    this.interrupts = interrupts;
    this.openers = openers;
  }

  /** Runs a command line; what goes wrong has been reported when it returns. */
  public static ExitStatus run(Stdio stdio, Interrupts interrupts, String... arguments) {
    Application application = new Application(stdio, interrupts, PlannerEngine::open);
    return application.run(arguments);
  }

  /** Runs a command line with what this application is made of. */
  ExitStatus run(String... arguments) {
    ExitStatus status = new RrqCommandLine(stdio, this).run(arguments);
    try {
      stdio.out().flush();
    } catch (IOException e) {
      if (!IoMessages.isBrokenPipe(e)) {
        return FailureReport.report(stdio.err(), e, false);
      }
    }
    return interrupts.requested() ? ExitStatus.INTERRUPTED : status;
  }

  @Override
  public ExitStatus query(QueryRequest request) {
    try (EngineSlot slot = new EngineSlot(openers)) {
      return new QueryRun(stdio, interrupts, slot).run(request);
    }
  }

  @Override
  public ExitStatus record(RecordOrder request) {
    return new RecordWork(reporter()).run(request);
  }

  @Override
  public ExitStatus index(IndexOrder request) {
    return new IndexWork(reporter()).run(request);
  }

  @Override
  public ExitStatus demo(Optional<Path> trace, boolean debug) {
    Path made = new DemoWork(reporter()).prepare(trace);
    try (EngineSlot slot = new EngineSlot(openers)) {
      return new QueryRun(stdio, interrupts, slot).demo(made, DemoWork.firstLook(), debug);
    }
  }

  @Override
  public ExitStatus info(Path trace, Format format) {
    return new InfoWork(stdio).run(trace, format);
  }

  @Override
  public ExitStatus verify(Path trace, int sample) {
    return new VerifyWork(reporter()).run(trace, sample);
  }

  @Override
  public ExitStatus export(ExportRequest request) {
    try (EngineSlot slot = new EngineSlot(openers)) {
      return new QueryRun(stdio, interrupts, slot).export(request);
    }
  }

  @Override
  public ExitStatus buildQemu() {
    return new QemuWork(reporter()).build();
  }

  @Override
  public ExitStatus doctor() {
    return new DoctorWork(stdio).run();
  }

  @Override
  public ExitStatus warmUp() {
    return WarmUpRun.run();
  }

  private Reporter reporter() {
    return new Reporter(stdio, interrupts);
  }
}
