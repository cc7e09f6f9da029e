package dev.rrq.shell.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.gdbrsp.stub.ScriptedStub;
import dev.rrq.gdbrsp.target.Architecture;
import dev.rrq.gdbrsp.target.Register;
import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.grammar.StatementParser;
import dev.rrq.grammar.ast.LiveStatement;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.live.LiveReplay;
import dev.rrq.planner.Result;
import dev.rrq.planner.Row;
import dev.rrq.planner.Session;
import dev.rrq.planner.TableResult;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.store.TraceStore;
import dev.rrq.store.testing.TraceBuilder;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Live statements against stubs that follow a script: what is told, and what outlives what. */
final class LiveDeskTest implements LiveSource {

  private static final long LENGTH = 1000;

  @TempDir Path directory;

  private final Deque<ScriptedStub> stubs = new ArrayDeque<>();
  private final StringWriter err = new StringWriter();
  private final LiveScreen screen =
      new LiveScreen(new PrintWriter(err, true), false, Runnable::run);
  private TraceStore store;
  private Session session;
  private LiveDesk desk;

  @BeforeEach
  void open() {
    store =
        TraceBuilder.in(directory.resolve("toy.rrq"))
            .writes("100 0xffffffff81000010 0xffff888000001000 0x1000 8 5 6")
            .end(LENGTH)
            .open();
    session = new Session(store);
    desk = new LiveDesk(this, session);
  }

  @AfterEach
  void close() {
    desk.close();
    session.close();
    store.close();
  }

  // ---- the source ----

  @Override
  public LiveReplay start(long t) {
    return LiveReplay.over(stubs.remove(), OptionalLong.of(LENGTH));
  }

  @Override
  public LiveReplay attach(Endpoint endpoint) {
    return start(0);
  }

  @Override
  public List<Long> snapshots() {
    return List.of(0L);
  }

  @Override
  public Path log() {
    return Path.of("log");
  }

  @Override
  public Optional<Path> vmlinux() {
    return Optional.empty();
  }

  @Override
  public long loadOffset() {
    return 0;
  }

  // ---- scripts ----

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(UTF_8));
  }

  private static String command(String text) {
    return "qRcmd," + hex(text);
  }

  private static ScriptedStub at(ScriptedStub stub, long icount) {
    return stub.expect(command("info replay"))
        .answer("O" + hex("Replaying execution 'log': instruction count = " + icount), "OK");
  }

  private ScriptedStub standingAt(long icount) {
    ScriptedStub stub = at(ScriptedStub.greeting(), icount);
    stubs.add(stub);
    return stub;
  }

  private static void running(ScriptedStub stub) {
    stub.expect("Z2,1000,8").answer("OK");
    stub.expect(command("replay_break 1000")).answer("OK");
    stub.expect("vCont?").answer("vCont;c;s");
  }

  /** A machine of somebody else is left as it was found. */
  private static void leaving(ScriptedStub stub) {
    stub.expect("z2,1000,8").answer("OK");
    stub.expect("Qqemu.PhyMemMode:0").answer("OK");
  }

  private void leave(ScriptedStub stub) {
    desk.close();
    stub.assertFinished();
  }

  private static void registers(ScriptedStub stub, int times) {
    int bytes =
        Architecture.named("i386:x86-64")
            .orElseThrow()
            .standardDescription()
            .orElseThrow()
            .registers()
            .stream()
            .mapToInt(Register::bytes)
            .sum();
    for (int i = 0; i < times; i++) {
      stub.expect("g").answer("00".repeat(bytes));
    }
  }

  private Result run(String statement) {
    return desk.execute((LiveStatement) new StatementParser().parse(statement), screen);
  }

  private static List<Row> rows(Result result) {
    List<Row> rows = new ArrayList<>();
    try (TableResult table = (TableResult) result) {
      for (Row row = table.next(); row != null; row = table.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  @Test
  void aHitOfTheWatchpointIsTheRowOfTheIndex() {
    ScriptedStub stub = standingAt(0);
    stub.expect("Qqemu.PhyMemMode:1").answer("OK");
    stub.expect("m1000,8").answer("0500000000000000");
    running(stub);
    at(stub.expect("vCont;c").answer("T05thread:01;watch:1000;"), 101);
    stub.expect("m1000,8").answer("0600000000000000");
    leaving(stub);

    List<Row> rows = rows(run("live watch phys 0x1000..+8 limit 1"));

    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).value(0)).isEqualTo(100L);
    leave(stub);
  }

  @Test
  void aSilentStoreIsNoHit() {
    ScriptedStub stub = standingAt(0);
    stub.expect("Qqemu.PhyMemMode:1").answer("OK");
    stub.expect("m1000,8").answer("0500000000000000");
    running(stub);
    at(stub.expect("vCont;c").answer("T05thread:01;watch:1000;"), 50);
    stub.expect("m1000,8").answer("0500000000000000");
    stub.expect(command("replay_break 1000")).answer("OK");
    at(stub.expect("vCont;c").answer("T02thread:01;"), LENGTH);
    stub.expect("m1000,8").answer("0500000000000000");
    leaving(stub);

    TableResult table = (TableResult) run("live watch phys 0x1000..+8 limit 1");

    assertThat(table.next()).isNull();
    assertThat(table.note()).hasValue("no writes to phys 0x1000..+8 in [0, 999]");
    leave(stub);
  }

  @Test
  void aStubThatDiesIsGivenUpAndAnotherCanBeStarted() {
    ScriptedStub dying = standingAt(0);
    dying.expect("Qqemu.PhyMemMode:1").answer("OK");
    dying.expect("m1000,8").answer("0500000000000000");
    running(dying);
    dying.expect("vCont;c").dieAfter("");
    registers(standingAt(0), 2);

    assertThatThrownBy(() -> rows(run("live watch phys 0x1000..+8 limit 1")))
        .isInstanceOf(IndexerException.class)
        .hasMessageContaining("closed the connection")
        .satisfies(e -> assertThat(((IndexerException) e).hints().get(0)).contains("live start"));
    assertThatThrownBy(() -> run("live status"))
        .isInstanceOf(ShellException.class)
        .hasMessage("there is no live replay");
    assertThat(((Result.Text) run("live start")).text()).startsWith("t = 0: ");
  }

  @Test
  void aStubThatHearsNothingIsGivenUpAfterControlC() {
    ScriptedStub deaf = standingAt(0);
    deaf.expect("Qqemu.PhyMemMode:1").answer("OK");
    deaf.expect("m1000,8").answer("0500000000000000");
    running(deaf);
    deaf.expect("vCont;c").silence();
    deaf.expect("\u0003").silence();
    screen.cancel();

    assertThatThrownBy(() -> rows(run("live watch phys 0x1000..+8 limit 1")))
        .isInstanceOf(IndexerException.class)
        .hasMessageContaining("found nothing");
    assertThat(desk.now()).isEmpty();
  }

  @Test
  void controlCEndsAWatchWithWhatItHas() {
    ScriptedStub stub = standingAt(0);
    stub.expect("Qqemu.PhyMemMode:1").answer("OK");
    stub.expect("m1000,8").answer("0500000000000000");
    running(stub);
    stub.expect("vCont;c").silence();
    at(stub.expect("\u0003").answer("T02thread:01;"), 77);
    stub.expect("m1000,8").answer("0500000000000000");
    leaving(stub);
    screen.cancel();

    TableResult table = (TableResult) run("live watch phys 0x1000..+8 limit 1");

    assertThat(table.next()).isNull();
    assertThat(table.note()).hasValueSatisfying(n -> assertThat(n).contains("interrupted at 77"));
    assertThat(desk.now()).hasValue(77);
    leave(stub);
  }
}
