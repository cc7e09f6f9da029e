package dev.rrq.planner.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.replay.ReplayListener;
import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.planner.testing.ScriptedReplay;
import org.junit.jupiter.api.Test;

final class TrailTest {

  private static Origin of(String lines, long t, long paddr) {
    ReplayListener listener =
        new ReplayListener() {
          @Override
          public boolean found(ReplayedAccess access) {
            return true;
          }

          @Override
          public void context(int id, int parent, long pc, int kind) {}

          @Override
          public boolean isCancelled() {
            return false;
          }
        };
    return new Trail(new ScriptedReplay(lines).trace(new Interval(0, 1000), listener))
        .ofStore(t, paddr);
  }

  @Test
  void aLoadIsFollowedThroughRegisters() {
    Origin origin =
        of(
            """
            1 0x10 "mov rax, [rsi]" - rax
            1 0x10 read 0x500 8 7 7
            2 0x14 "mov rbx, rax" rax rbx
            3 0x18 "mov rax, 3" - rax
            4 0x1c "mov [rdi], rbx" rbx -
            4 0x1c store 0x100 8 0 7
            """,
            4,
            0x100);
    assertThat(origin).isInstanceOf(Origin.Memory.class);
    assertThat(((Origin.Memory) origin).load().paddr()).isEqualTo(0x500);
    assertThat(((Origin.Memory) origin).moves()).hasSize(2);
  }

  @Test
  void anInstructionMayCopyFromMemoryToMemory() {
    Origin origin =
        of(
            """
            4 0x1c "movsq [rdi], [rsi]" - rsi,rdi
            4 0x1c read 0x500 8 7 7
            4 0x1c store 0x100 8 0 7
            """,
            4,
            0x100);
    assertThat(((Origin.Memory) origin).load().paddr()).isEqualTo(0x500);
  }

  @Test
  void aNarrowStoreTakesTheLowBytesOfAWideLoad() {
    Origin origin =
        of(
            """
            1 0x10 "mov rax, [rsi]" - rax
            1 0x10 read 0x500 8 0x1234 0x1234
            4 0x1c "mov [rdi], al" rax -
            4 0x1c store 0x100 1 0 0x34
            """,
            4,
            0x100);
    assertThat(origin).isInstanceOf(Origin.Memory.class);
  }

  @Test
  void aLoadOfAnotherValueIsNotTakenForTheSource() {
    Origin origin =
        of(
            """
            1 0x10 "mov rax, [rsi]" - rax
            1 0x10 read 0x500 8 9 9
            4 0x1c "mov [rdi], rax" rax -
            4 0x1c store 0x100 8 0 7
            """,
            4,
            0x100);
    assertThat(origin).isInstanceOf(Origin.Unknown.class);
  }

  @Test
  void constantsAndComputationsEndTheWay() {
    assertThat(
            of(
                """
                1 0x10 "mov eax, 5" - rax
                4 0x1c "mov [rdi], rax" rax -
                4 0x1c store 0x100 8 0 5
                """,
                4,
                0x100))
        .isInstanceOf(Origin.Constant.class);
    Origin computed =
        of(
            """
            1 0x10 "mov eax, 5" - rax
            2 0x14 "add rax, rcx" rax,rcx rax computes
            4 0x1c "mov [rdi], rax" rax -
            4 0x1c store 0x100 8 0 6
            """,
            4,
            0x100);
    assertThat(((Origin.Computed) computed).inputs())
        .extracting(Origin.Input::name)
        .containsExactly("rax", "rcx");
    assertThat(((Origin.Computed) computed).inputs().get(1).origin())
        .isInstanceOf(Origin.Before.class);
  }

  @Test
  void whatIsOlderThanTheInstructionsIsSaidToBe() {
    assertThat(of("4 0x1c \"mov [rdi], rax\" rax -\n4 0x1c store 0x100 8 0 5", 4, 0x100))
        .isEqualTo(new Origin.Before("rax", 1));
    assertThat(of("4 0x1c \"nop\" - -", 4, 0x100)).isInstanceOf(Origin.Unknown.class);
  }
}
