package dev.rrq.planner.why;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.replay.ReplayListener;
import dev.rrq.planner.replay.ReplayedAccess;
import dev.rrq.planner.replay.TracedInstruction;
import dev.rrq.planner.testing.ScriptedReplay;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrailTest {

  private static Origin of(String lines, long t, long paddr, int size) {
    return new Trail(traced(lines)).ofStore(t, paddr, size);
  }

  private static List<TracedInstruction> traced(String lines) {
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
    return new ScriptedReplay(lines).trace(new Interval(0, 1000), listener);
  }

  private static Origin.Memory memory(Origin origin) {
    assertThat(origin).isInstanceOf(Origin.Memory.class);
    return (Origin.Memory) origin;
  }

  /** A word is loaded into rax, something is done to it, and rax is stored. */
  private static String load(String loaded, String effect, String registers, String stored) {
    return """
        0 0x0c "test rcx, rcx" eflags:4 = flags_and rcx rcx @ %s
        1 0x10 "mov rax, [rsi]" rax = copy load:8
        1 0x10 read 0x500 8 %s %s
        2 0x14 "it" %s
        3 0x18 "mov [rdi], rax" store:8 = copy rax
        3 0x18 store 0x100 8 0 %s
        """
        .formatted(registers, loaded, loaded, effect, stored);
  }

  @Test
  void aLoadIsFollowedThroughRegisters() {
    Origin.Memory origin =
        memory(
            of(
                """
                1 0x10 "mov rax, [rsi]" rax = copy load:8
                1 0x10 read 0x500 8 7 7
                2 0x14 "mov rbx, rax" rbx = copy rax
                3 0x18 "mov rax, 3" rax = copy #3
                4 0x1c "mov [rdi], rbx" store:8 = copy rbx
                4 0x1c store 0x100 8 0 7
                """,
                4,
                0x100,
                8));
    assertThat(origin.paddr()).isEqualTo(0x500);
    assertThat(origin.moves()).hasSize(2);
  }

  @Test
  void anInstructionMayCopyFromMemoryToMemory() {
    Origin origin =
        of(
            """
            4 0x1c "movsq [rdi], [rsi]" store:8 = copy load:8; rsi = other rsi
            4 0x1c read 0x500 8 7 7
            4 0x1c store 0x100 8 0 7
            """,
            4,
            0x100,
            8);
    assertThat(memory(origin).paddr()).isEqualTo(0x500);
  }

  @Test
  void eachByteIsFollowedByItself() {
    String lines =
        """
        1 0x10 "mov rax, [rsi]" rax = copy load:8
        1 0x10 read 0x500 8 0x1234 0x1234
        4 0x1c "mov [rdi], ax" store:2 = copy rax:2
        4 0x1c store 0x100 2 0 0x1234
        """;
    assertThat(memory(of(lines, 4, 0x100, 2)).size()).isEqualTo(2);
    assertThat(memory(of(lines, 4, 0x101, 1)).paddr()).isEqualTo(0x501);
    assertThat(memory(of(lines, 4, 0x101, 1)).bits()).isEqualTo(0x12);
  }

  @Test
  void aRegisterThatWasWrittenInPartsIsFollowedToTheLargerOne() {
    Origin.Memory origin =
        memory(
            of(
                """
                1 0x10 "mov eax, [rsi]" rax/4 = copy load:4
                1 0x10 read 0x500 4 0x11223344 0x11223344
                2 0x14 "mov ah, 5" rax+1:1 = copy #5
                4 0x1c "mov [rdi], eax" store:4 = copy rax:4
                4 0x1c store 0x100 4 0 0x11220544
                """,
                4,
                0x102,
                2));
    assertThat(origin.paddr()).isEqualTo(0x502);
  }

  @ParameterizedTest
  @CsvSource({
    // What is done, registers, what is stored, where it came from, and how much of it.
    "rax = and rax rcx, rcx=0x0000ffffffffffff, 0x0000aabbccddeeff, 0x500, 6",
    "rax = and rax #0xff, rcx=0, 0xff, 0x500, 1",
    "rax = or rax rcx, rcx=0, 0x9988aabbccddeeff, 0x500, 8",
    "rax = xor rax rcx, rcx=0xff00000000000000, 0x6688aabbccddeeff, 0x500, 7",
    "rax = add rax #0, rcx=0, 0x9988aabbccddeeff, 0x500, 8",
    "rax = shift_right rax #16, rcx=0, 0x00009988aabbccdd, 0x502, 6",
    "rax = shift_left rax rcx:1, rcx=24, 0xbbccddeeff000000, 0x500, 5",
    "rax = shift_signed rax #32, rcx=0, 0xffffffff9988aabb, 0x504, 4",
    "rax = rotate_left rax #8, rcx=0, 0x88aabbccddeeff99, 0x500, 8",
    "rax = swap_bytes rax, rcx=0, 0xffeeddccbbaa8899, 0x500, 8",
    "rax/4 = swap_bytes rax:4, rcx=0, 0xffeeddcc, 0x500, 4",
    "rax = sign_extend rax:4, rcx=0, 0xffffffffccddeeff, 0x500, 4",
    "rax = choose.e rax rbx eflags:4, rcx=0, 0x9988aabbccddeeff, 0x500, 8",
    "rax = choose.b rbx rax eflags:4, rcx=0, 0x9988aabbccddeeff, 0x500, 8",
    "rax = choose.e rax rbx eflags:4, rcx=0 rbx=0x9988aabbccddeeff, 0x9988aabbccddeeff, 0x500, 8",
    "rax = choose_equal rax rbx rcx rdx, rcx=3 rdx=3, 0x9988aabbccddeeff, 0x500, 8",
    "rax = one_of rbx rax, rbx=5 rcx=0, 0x9988aabbccddeeff, 0x500, 8",
    "rax = and rax #0xffffffffffffeeff, rcx=0, 0x9988aabbccddeeff, 0x500, 8",
  })
  void whatIsKeptIsFollowedOn(
      String effect, String registers, String stored, String from, int size) {
    Origin.Memory origin =
        memory(of(load("0x9988aabbccddeeff", effect, registers, stored), 3, 0x100, 8));
    assertThat(origin.paddr()).isEqualTo(Long.decode(from));
    assertThat(origin.size()).isEqualTo(size);
  }

  @ParameterizedTest
  @CsvSource({
    "rax = add rax rcx, rcx=1, 0x9988aabbccddef00",
    "rax = add rax rcx, rcx=0, 0x9988aabbccddeeff",
    "rax = scaled_add rax rcx #4, rcx=0, 0x9988aabbccddeeff",
    "rax = shift_right rax #4, rcx=0, 0x09988aabbccddeef",
    "rax = choose.e rax rbx eflags:4, rcx=1 rbx=0, 0x0000000000000000",
    "rax = choose.e rax rbx eflags:4, rcx=1 rbx=0x9988aabbccddeeff, 0x9988aabbccddeeff",
    "rax = other rax, rcx=0, 0x0000000000000001",
    "rax = one_of rbx rax, rbx=0x9988aabbccddeeff rcx=0, 0x9988aabbccddeeff",
    "rax = one_of rbx rcx, rbx=0x9988aabbccddeeff rcx=0, 0x9988aabbccddeeff",
    "rax = not rax, rcx=0, 0x6677554433221100",
  })
  void whatIsChangedIsNotFollowed(String effect, String registers, String stored) {
    assertThat(of(load("0x9988aabbccddeeff", effect, registers, stored), 3, 0x100, 8))
        .isNotInstanceOf(Origin.Memory.class);
  }

  @Test
  void aMaskThatIsNotKnownKeepsNothing() {
    String lines =
        """
        1 0x10 "mov rax, [rsi]" rax = copy load:8
        1 0x10 read 0x500 8 7 7
        2 0x14 "and rax, rcx" rax = and rax rcx
        3 0x18 "mov [rdi], rax" store:8 = copy rax
        3 0x18 store 0x100 8 0 7
        """;
    assertThat(of(lines, 3, 0x100, 8)).isInstanceOf(Origin.Computed.class);
  }

  @Test
  void aMaskThatWasItselfComputedIsKnown() {
    Origin.Memory origin =
        memory(
            of(
                """
                0 0x08 "nop" - @ rbx=0
                1 0x10 "mov rax, [rsi]" rax = copy load:8
                1 0x10 read 0x500 8 0x6161006161616161 0x6161006161616161
                2 0x12 "mov rcx, 0x10000" rcx = copy #0x1000000000000
                3 0x14 "sub rcx, 1" rcx = subtract rcx #1
                4 0x16 "shr rcx, 8" rcx = shift_right rcx #8
                5 0x18 "and rax, rcx" rax = and rax rcx
                6 0x1c "mov [rdi], rax" store:8 = copy rax
                6 0x1c store 0x100 8 0 0x6161616161
                """,
                6,
                0x100,
                8));
    assertThat(origin.paddr()).isEqualTo(0x500);
    assertThat(origin.size()).isEqualTo(5);
    assertThat(origin.bits()).isEqualTo(0x6161616161L);
  }

  @Test
  void aLoadOfAnotherValueIsNotTakenForTheSource() {
    Origin origin =
        of(
            """
            1 0x10 "mov rax, [rsi]" rax = copy load:8
            1 0x10 read 0x500 8 9 9
            4 0x1c "mov [rdi], rax" store:8 = copy rax
            4 0x1c store 0x100 8 0 7
            """,
            4,
            0x100,
            8);
    assertThat(origin).isInstanceOf(Origin.Unknown.class);
  }

  @Test
  void aRegisterThatDoesNotHoldTheValueOnTheWayContradicts() {
    Origin origin =
        of(
            """
            1 0x10 "mov rax, [rsi]" rax = copy load:8
            1 0x10 read 0x500 8 7 7
            2 0x14 "nop" - @ rax=9
            4 0x1c "mov [rdi], rax" store:8 = copy rax
            4 0x1c store 0x100 8 0 7
            """,
            4,
            0x100,
            8);
    assertThat(origin).isInstanceOf(Origin.Unknown.class);
  }

  @Test
  void constantsAndComputationsEndTheWay() {
    assertThat(
            of(
                """
                1 0x10 "mov eax, 5" rax/4 = copy #5
                4 0x1c "mov [rdi], rax" store:8 = copy rax
                4 0x1c store 0x100 8 0 5
                """,
                4,
                0x100,
                8))
        .isInstanceOf(Origin.Constant.class);
    Origin computed =
        of(
            """
            0 0x0c "nop" - @ rcx=1
            1 0x10 "mov eax, 5" rax/4 = copy #5
            2 0x14 "add rax, rcx" rax = add rax rcx
            4 0x1c "mov [rdi], rax" store:8 = copy rax
            4 0x1c store 0x100 8 0 6
            """,
            4,
            0x100,
            8);
    assertThat(((Origin.Computed) computed).inputs())
        .extracting(Origin.Input::name)
        .containsExactly("rax", "rcx");
    assertThat(((Origin.Computed) computed).inputs())
        .extracting(Origin.Input::value)
        .containsExactly(5L, 1L);
    assertThat(((Origin.Computed) computed).inputs().get(1).origin())
        .isInstanceOf(Origin.Before.class);
  }

  @Test
  void whatNoMemoryGaveIsADevices() {
    String lines =
        """
        1 0x10 "mov eax, [rsi]" rax/4 = copy load:4
        4 0x1c "mov [rdi], rax" store:8 = copy rax
        4 0x1c store 0x100 8 0 5
        """;
    assertThat(of(lines, 4, 0x100, 8)).isInstanceOf(Origin.Device.class);
  }

  @Test
  void whatIsOlderThanTheInstructionsIsSaidToBe() {
    String lines =
        """
        4 0x1c "mov [rdi], rax" store:8 = copy rax
        4 0x1c store 0x100 8 0 5
        """;
    assertThat(of(lines, 4, 0x100, 8)).isEqualTo(new Origin.Before("rax", 0));
    assertThat(of("4 0x1c \"nop\" -", 4, 0x100, 8)).isInstanceOf(Origin.Unknown.class);
  }

  // ---- bits ----

  private static List<Strand> strands(String lines, long t, Place place) {
    return new Trail(traced(lines)).ofStore(t, place);
  }

  private static Place bits(int size, long mask) {
    return new Place(0x100, size, 1000, 0, mask);
  }

  @ParameterizedTest
  @CsvSource({
    // What is done to the memory, what was there, what is then, and the bits that the code made.
    "or load:4 #0x30, 0x41, 0x71, 0x30",
    "and load:4 #0xfffffffffffffffe, 0x41, 0x40, 0x01",
    "bit_set load:4 #5, 0x41, 0x61, 0x20",
    "bit_clear load:4 #6, 0x41, 0x01, 0x40",
    "bit_set load:4 #37, 0x41, 0x61, 0x20",
  })
  void aMaskOfTheCodeMakesItsBitsAndLeavesTheOthers(
      String effect, String before, String after, String made) {
    String lines =
        """
        1 0x10 "it" store:4 = %s
        1 0x10 read 0x100 4 %s %s
        1 0x10 store 0x100 4 %s %s
        """
            .formatted(effect, before, before, before, after);
    long mask = Long.decode(made);
    List<Strand> strands = strands(lines, 1, bits(4, -1L));
    assertThat(strands).hasSize(2);
    assertThat(strands.get(0).isLeft()).isTrue();
    assertThat(strands.get(0).part().mask()).isEqualTo(0xffff_ffffL & ~mask);
    assertThat(strands.get(1).isLeft()).isFalse();
    assertThat(strands.get(1).origin()).isInstanceOf(Origin.Constant.class);
    Place part = strands.get(1).part();
    assertThat(part.mask() << ((part.paddr() - 0x100) * Byte.SIZE)).isEqualTo(mask);
    assertThat(strands(lines, 1, bits(1, mask)).get(0).origin())
        .isInstanceOf(Origin.Constant.class);
    assertThat(strands(lines, 1, bits(1, 0x80))).allMatch(Strand::isLeft);
  }

  @Test
  void aBitThatIsInvertedIsComputed() {
    String lines =
        """
        1 0x10 "it" store:4 = bit_flip load:4 #5
        1 0x10 read 0x100 4 0x41 0x41
        1 0x10 store 0x100 4 0x41 0x61
        """;
    assertThat(strands(lines, 1, bits(1, 0x20)).get(0).origin())
        .isInstanceOf(Origin.Computed.class);
    assertThat(strands(lines, 1, bits(1, 0x40))).allMatch(Strand::isLeft);
  }

  /** As a compiler stores to a bit field: the new bit from one place, the others from there. */
  @ParameterizedTest
  @CsvSource({"1, 0x47", "0, 0x43"})
  void aBitThatIsPutInPlaceComesFromWhereItWas(int bit, String after) {
    String lines =
        """
        0 0x0c "nop" - @ rax=0
        1 0x10 "mov ecx, [rsi]" rcx/4 = copy load:4
        1 0x10 read 0x500 4 %1$d %1$d
        2 0x14 "shl ecx, 2" rcx/4 = shift_left rcx:4 #2
        3 0x18 "movzx eax, byte ptr [rdi]" rax/1 = copy load:1
        3 0x18 read 0x100 1 0x43 0x43
        4 0x1c "and eax, 0xfb" rax/4 = and rax:4 #0xfffffffffffffffb
        5 0x20 "or eax, ecx" rax/4 = or rax:4 rcx:4
        6 0x24 "mov byte ptr [rdi], al" store:1 = copy rax:1
        6 0x24 store 0x100 1 0x43 %2$s
        """
            .formatted(bit, after);
    Origin.Memory origin = memory(strands(lines, 6, bits(1, 4)).get(0).origin());
    assertThat(origin.paddr()).isEqualTo(0x500);
    assertThat(origin.mask()).isEqualTo(1);
    assertThat(origin.shift()).isEqualTo(2);
    assertThat(strands(lines, 6, bits(1, 0x40))).allMatch(Strand::isLeft);
  }

  /** Two numbers that are put together are not taken apart by what they happen to be. */
  @Test
  void twoNumbersArePutTogetherByteByByte() {
    String lines = load("0x0000aabb", "rax = or rax rcx", "rcx=0x1100", "0xbbbb");
    assertThat(memory(of(lines, 3, 0x100, 1)).paddr()).isEqualTo(0x500);
    assertThat(of(lines, 3, 0x101, 1)).isInstanceOf(Origin.Computed.class);
  }

  @Test
  void whatComesApartIsToldOfInParts() {
    String lines =
        """
        1 0x10 "mov eax, [rsi]" rax/4 = copy load:4
        1 0x10 read 0x500 4 0x11223344 0x11223344
        2 0x14 "mov ah, [rdx]" rax+1:1 = copy load:1
        2 0x14 read 0x700 1 5 5
        4 0x1c "mov [rdi], eax" store:4 = copy rax:4
        4 0x1c store 0x100 4 0 0x11220544
        """;
    List<Strand> strands = strands(lines, 4, bits(4, -1L));
    assertThat(strands).extracting(strand -> memory(strand.origin()).paddr()).contains(0x700L);
    assertThat(strands).extracting(strand -> strand.part().mask()).contains(0xffff00ffL, 0xffL);
  }

  // ---- the value elsewhere ----

  @Test
  void aValueIsRareIfItHasThreeDifferentBytes() {
    assertThat(SameValue.isRare(0x0102_0300L, 4)).isTrue();
    assertThat(SameValue.isRare(0x0101_0200L, 4)).isFalse();
    assertThat(SameValue.isRare(0x0001_0203L, 3)).isFalse();
    assertThat(SameValue.isRare(0xffff_ffff_8123_4500L, 8)).isTrue();
  }

  @Test
  void onlyOnePlaceMayHaveHeldIt() {
    String one =
        """
        1 0x10 "mov rax, [rsi]" rax = copy load:8
        1 0x10 read 0x500 8 0x11223344 0x11223344
        2 0x14 "mov [rdx], rax" store:8 = copy rax
        2 0x14 store 0x600 8 0 0x11223344
        3 0x18 "mov rbx, [rdx]" rbx = copy load:8
        3 0x18 read 0x600 8 0x11223344 0x11223344
        """;
    assertThat(SameValue.among(traced(one), 0x11223344, 4))
        .hasValueSatisfying(found -> assertThat(found.paddr()).isEqualTo(0x500));
    String two =
        one
            + """
              4 0x1c "mov rbx, [rdx]" rbx = copy load:8
              4 0x1c read 0x702 8 0x112233440000 0x112233440000
              """;
    assertThat(SameValue.among(traced(two), 0x11223344, 4)).isEmpty();
  }
}
