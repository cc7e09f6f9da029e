package dev.rrq.shell.effects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.planner.replay.Effect;
import dev.rrq.planner.replay.Slot;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class InstructionEffectsTest {

  private static Disassembler disassembler;

  @BeforeAll
  static void open() {
    disassembler = new Disassembler();
  }

  @AfterAll
  static void close() {
    disassembler.close();
  }

  private static String text(Effect effect) {
    String inputs =
        effect.inputs().stream().map(InstructionEffectsTest::text).collect(Collectors.joining(" "));
    String condition = effect.condition().isEmpty() ? "" : "." + effect.condition();
    String operation = effect.operation().name().toLowerCase(Locale.ROOT);
    return "%s/%d = %s%s %s"
        .formatted(text(effect.target()), effect.width(), operation, condition, inputs)
        .strip();
  }

  private static String text(Slot slot) {
    if (slot instanceof Slot.Register register) {
      String first = register.first() == 0 ? "" : "+" + register.first();
      return register.name() + first + ":" + register.size();
    }
    if (slot instanceof Slot.Constant constant) {
      return "#" + constant.value();
    }
    if (slot instanceof Slot.Load load) {
      return "load" + (load.first() == 0 ? "" : "+" + load.first()) + ":" + load.size();
    }
    Slot.Store store = (Slot.Store) slot;
    return "store" + (store.first() == 0 ? "" : "+" + store.first()) + ":" + store.size();
  }

  @ParameterizedTest
  @CsvSource({
    // mov rax, rbx; mov eax, ebx; mov ah, bl; mov [rdi], rax; mov eax, [rsi]; mov [rdi], 5
    "4889d8, rax:8/8 = copy rbx:8",
    "89d8, rax:8/4 = copy rbx:4",
    "88dc, rax+1:1/1 = copy rbx:1",
    "488907, store:8/8 = copy rax:8",
    "8b06, rax:8/4 = copy load:4",
    "c60705, store:1/1 = copy #5",
    // movzx ecx, byte [rsi]; movsxd rax, edx; cdqe; bswap eax
    "0fb60e, rcx:8/1 = copy load:1",
    "4863c2, rax:8/8 = sign_extend rdx:4",
    "4898, rax:8/8 = sign_extend rax:4",
    "0fc8, rax:8/4 = swap_bytes rax:4",
    // push rbx; pop rbx; call +0; leave
    "53, store:8/8 = copy rbx:8; rsp:8/8 = subtract rsp:8 #8",
    "5b, rsp:8/8 = add rsp:8 #8; rbx:8/8 = copy load:8",
    "e800000000, store:8/8 = copy #4101; rsp:8/8 = subtract rsp:8 #8",
    "c9, rbp:8/8 = copy load:8; rsp:8/8 = add rbp:8 #8",
    // xor eax, eax; and rax, rcx; or [rdi], eax; shr rax, 16; shl rax, cl
    "31c0, rax:8/4 = copy #0; eflags:8/8 = other rax:4 rax:4",
    "4821c8, rax:8/8 = and rax:8 rcx:8; eflags:4/4 = flags_and rax:8 rcx:8",
    "0907, store:4/4 = or load:4 rax:4; eflags:4/4 = flags_or load:4 rax:4",
    "48c1e810, rax:8/8 = shift_right rax:8 #16; eflags:8/8 = other rax:8",
    // bts [rdi], rax; lock bts dword [rdi + 4], 3; btr dword [rdi + 4], 3; btc eax, 7
    "480fab07, store:8/8 = bit_set load:8 rax:8; eflags:8/8 = other load:8 rax:8",
    "f00fba6f0403, store:4/4 = bit_set load:4 #3; eflags:8/8 = other load:4",
    "0fba770403, store:4/4 = bit_clear load:4 #3; eflags:8/8 = other load:4",
    "0fbaf807, rax:8/4 = bit_flip rax:4 #7; eflags:8/8 = other rax:4",
    // lea rax, [rbx]; lea rax, [rbx + 8]; lea rax, [rip + 1]; lea rax, [rbx + rcx*4]
    "488d03, rax:8/8 = add rbx:8 #0",
    "488d4308, rax:8/8 = add rbx:8 #8",
    "488d0501000000, rax:8/8 = copy #4104",
    "488d048b, rax:8/8 = scaled_add rbx:8 rcx:8 #4",
    // cmove rax, rbx; setne al; cmp eax, 3; lock cmpxchg [rdi], rcx; xchg [rdi], rax
    "480f44c3, rax:8/8 = choose.e rbx:8 rax:8 eflags:4",
    "0f95c0, rax:1/1 = test.ne eflags:4",
    "83f803, eflags:4/4 = flags_subtract rax:4 #3",
    "488707, store:8/8 = copy rax:8; rax:8/8 = copy load:8",
    // lock cmpxchg16b [rdi]; xadd [rdi], eax; iretq; sysretq
    "f0480fc70f, store:8/8 = one_of rbx:8 load:8; store+8:8/8 = one_of rcx:8 load+8:8; rax:8/8 = copy load:8; rdx:8/8 = copy load+8:8; eflags:4/4 = other load:8 load+8:8",
    "0fc107, store:4/4 = add load:4 rax:4; rax:8/4 = copy load:4; eflags:4/4 = flags_add load:4 rax:4",
    "48cf, rsp:8/8 = other rsp:8; eflags:4/4 = other",
    "480f07, eflags:4/4 = other r11:4",
    // movups xmm0, [rsi]; movups [rdi], xmm0; movq xmm1, rax; movhps [rdi], xmm0
    "0f1006, xmm0:16/16 = copy load:16",
    "0f1107, store:16/16 = copy xmm0:16",
    "66480f6ec8, xmm1:16/8 = copy rax:8",
    "0f1707, store:8/8 = copy xmm0+8:8",
    // rep movsq; rep stosb; lodsd
    "f348a5, store:8/8 = copy load:8; rsi:8/8 = other rsi:8; rdi:8/8 = other rdi:8; rcx:8/8 = other rcx:8",
    "f3aa, store:1/1 = copy rax:1; rdi:8/8 = other rdi:8; rcx:8/8 = other rcx:8",
    "ad, rax:8/4 = copy load:4; rsi:8/8 = other rsi:8",
    // nop; jne; rdtsc
    "90, ''",
    "7500, ''",
  })
  void effectsAreThoseOfTheManual(String code, String expected) {
    Instruction instruction =
        disassembler.decode(CodeSize.BITS_64, 0x1000, HexFormat.of().parseHex(code)).orElseThrow();
    assertThat(
            InstructionEffects.of(instruction, disassembler).stream()
                .map(InstructionEffectsTest::text)
                .collect(Collectors.joining("; ")))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    // rdtsc; cpuid; syscall; adc rax, rbx; mul rcx; rdmsr; in eax, dx; in al, dx; iretq; bsf; div
    "0f31, rax rdx",
    "0fa2, rax rbx rcx rdx",
    "0f05, rcx r11",
    "4811d8, rax",
    "48f7e1, rax rdx",
    "0f32, rax rdx",
    "ed, rax",
    "ec, rax",
    "48cf, rsp eflags",
    "480fbcc3, rax",
    "48f7f1, rax rdx",
    "4899, rdx",
    "0f01d0, rax rdx",
    "0f33, rax rdx",
    "0f01f9, rax rdx rcx",
    "9d, rsp eflags",
    "480fc7f0, rax",
    "c8000000, rsp rbp",
  })
  void whatIsNotKnownIsComputed(String code, String registers) {
    Instruction instruction =
        disassembler.decode(CodeSize.BITS_64, 0x1000, HexFormat.of().parseHex(code)).orElseThrow();
    assertThat(
            InstructionEffects.of(instruction, disassembler).stream()
                .map(Effect::target)
                .map(target -> ((Slot.Register) target).name()))
        .contains(registers.split(" ", -1));
  }
}
