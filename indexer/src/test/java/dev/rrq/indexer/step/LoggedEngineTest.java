package dev.rrq.indexer.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rrq.gdbrsp.packet.qemu.StepLog;
import dev.rrq.gdbrsp.packet.qemu.StepLog.HiddenPart;
import dev.rrq.gdbrsp.packet.qemu.StepLog.Writer;
import dev.rrq.indexer.IndexerException;
import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.store.RawRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the engine makes of a log of many steps. */
class LoggedEngineTest {

  private static final int RAX = 0;

  @TempDir Path directory;

  @Test
  void storesOfInstructionsAreRowsOfTheirSize() throws Exception {
    ScriptedMachine machine = new ScriptedMachine(directory);
    machine.ram(0x1004, 7);
    machine.step(1).stores(0x1004, 7, 2).ripIs(2).ends();
    machine.step(1).stores(0x1004, 7, 2).ripIs(4).ends();

    assertThat(machine.run(2).rows())
        .containsExactly(row(0, ScriptedMachine.CODE, 0x1004, 0, 7, 2, RawRecord.INSTRUCTION));
  }

  @Test
  void whatDevicesWriteAreRowsOfWholeWords() throws Exception {
    ScriptedMachine machine = new ScriptedMachine(directory);
    machine.ram(0x1000, 0x1122_3344_5566_7788L);
    machine.ram(0x1008, 0x99);
    machine.step(1).stores(0x1000, 0x3344_5566_7788L, 8).ripIs(2).ends();
    // Ten bytes from the seventh of the first word.
    machine
        .step(1)
        .writes(Writer.DEVICE, 0x1006, new byte[] {0x22, 0x11, (byte) 0x99, 0, 0, 0, 0, 0, 0, 0})
        .ripIs(4)
        .ends();

    assertThat(machine.run(2).rows())
        .containsExactly(
            row(0, ScriptedMachine.CODE, 0x1000, 0, 0x3344_5566_7788L, 8, RawRecord.INSTRUCTION),
            row(1, 1, 0x1000, 0x3344_5566_7788L, 0x1122_3344_5566_7788L, 8, RawRecord.DEVICE),
            row(1, 1, 0x1008, 0, 0x99, 8, RawRecord.DEVICE));
  }

  @Test
  void whatTheLogDoesNotTellIsFoundAtTheEnd() throws Exception {
    ScriptedMachine machine = new ScriptedMachine(directory);
    machine.ram(0x3000, 5);
    machine.step(1).ripIs(2).ends();

    assertThat(machine.run(1).rows()).containsExactly(row(1, 0, 0x3000, 0, 5, 8, RawRecord.DEVICE));
  }

  @Test
  void aLogThatLeadsElsewhereIsNotBelieved() throws Exception {
    ScriptedMachine machine = new ScriptedMachine(directory);
    machine.step(1).ripIs(2).ends();
    machine.isAt(0x77);

    assertThatThrownBy(() -> machine.run(1))
        .isInstanceOf(IndexerException.class)
        .hasMessageContaining("but the emulator is at");
  }

  @Test
  void aMachineThatStandsStillIsSaid() throws Exception {
    ScriptedMachine machine = new ScriptedMachine(directory);

    assertThatThrownBy(() -> machine.run(1))
        .isInstanceOf(IndexerException.class)
        .hasMessageContaining("made no more steps");
  }

  @Test
  void eachStepIsObservedWithTheProcessorBeforeAndAfterIt() throws Exception {
    ScriptedMachine machine = new ScriptedMachine(directory);
    machine.step(1).register(RAX, 5).ripIs(2).ends();
    machine.step(0).register(RAX, 6).hidden(HiddenPart.CS, 0x5000, 1 << 22).ripIs(9).ends();
    machine.step(1).ripIs(11).ends();
    List<String> heard = new ArrayList<>();
    machine.observer(
        step ->
            heard.add(
                "%d-%d rax %d-%d at %x-%x"
                    .formatted(
                        step.t(),
                        step.next(),
                        step.before().register("rax"),
                        step.after().register("rax"),
                        step.before().pc(),
                        step.after().pc())));
    machine.run(2);

    assertThat(machine.lastCodeSize()).isEqualTo(CodeSize.BITS_32);
    assertThat(heard)
        .containsExactly(
            "0-1 rax 0-5 at 10000-10002", "1-1 rax 5-6 at 10002-5009", "1-2 rax 6-6 at 5009-500b");
  }

  @Test
  void aLogOfAnotherWriterIsMalformed() {
    assertThatThrownBy(() -> new StepLog(new byte[] {1, 0, 1, 9}).next())
        .hasMessageContaining("a whole step");
  }

  private static CapturedRow row(
      long t, long pc, long paddr, long old, long changed, int size, int origin) {
    return new CapturedRow(t, pc, 0, paddr, old, changed, 0, size, origin, false);
  }
}
