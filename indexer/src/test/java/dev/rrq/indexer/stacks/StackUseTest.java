package dev.rrq.indexer.stacks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.indexer.disassembly.Disassembler;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What encodings do to the stack. */
final class StackUseTest {

  @ParameterizedTest
  @CsvSource({
    "e800000000, CALL",
    "ff5318, CALL",
    "ffd2, CALL",
    "41ffd3, CALL",
    "ff5b28, NONE", // far
    "c3, RETURN",
    "f3c3, RETURN",
    "c20800, RETURN",
    "cb, FAR_RETURN",
    "48cb, FAR_RETURN",
    "55, PUSH",
    "4157, PUSH",
    "6a00, PUSH",
    "6800000000, PUSH",
    "ff7008, PUSH",
    "9c, PUSH",
    "0fa0, PUSH",
    "c8000000, PUSH",
    "5d, POP",
    "415f, POP",
    "8f00, POP",
    "9d, POP",
    "c9, POP",
    "0fa9, POP",
    "48cf, INTERRUPT_RETURN",
    "cf, INTERRUPT_RETURN",
    "0f05, SYSCALL",
    "480f07, SYSRET",
    "488ba6b8130000, STACK_LOAD", // mov rsp, [rsi + 0x13b8]
    "65488b242504600000, STACK_LOAD_CPU", // mov rsp, gs:[0x6004]
    "4889e5, NONE", // mov rbp, rsp
    "4889ec, NONE", // mov rsp, rbp
    "488bec, NONE", // mov rbp, rsp, the other way
    "4c8b6610, NONE", // mov r12, [rsi + 16]
    "48896610, NONE", // mov [rsi + 16], rsp
    "8b6610, NONE", // mov esp, [rsi + 16]
    "c5f858c1, NONE", // vaddps, whose opcode is that of pop rax
    "c5f950c1, NONE", // vmovmskpd, whose opcode is that of push rax
    "eb00, NONE",
    "90, NONE"
  })
  void ofEachEncoding(String code, StackUse use) {
    try (Disassembler disassembler = new Disassembler()) {
      assertThat(
              disassembler
                  .decode(CodeSize.BITS_64, 0x1000, HexFormat.of().parseHex(code))
                  .map(StackUse::of))
          .hasValue(use);
    }
  }
}
