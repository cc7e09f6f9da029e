package dev.rrq.indexer.disassembly;

import static capstone.X86_const.X86_INS_CALL;
import static capstone.X86_const.X86_INS_CMPXCHG16B;
import static capstone.X86_const.X86_INS_MOV;
import static capstone.X86_const.X86_REG_EAX;
import static capstone.X86_const.X86_REG_GS;
import static capstone.X86_const.X86_REG_RBX;
import static capstone.X86_const.X86_REG_RCX;
import static capstone.X86_const.X86_REG_RIP;
import static capstone.X86_const.X86_REG_RSP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the disassembler reads from Capstone's structures. */
final class DisassemblerTest {

  private final Disassembler disassembler = new Disassembler();

  @AfterEach
  void close() {
    disassembler.close();
  }

  private Instruction decode(CodeSize size, String hex) {
    return disassembler.decode(size, 0x1000, HexFormat.of().parseHex(hex)).orElseThrow();
  }

  private Instruction decode(String hex) {
    return decode(CodeSize.BITS_64, hex);
  }

  @Test
  void placesInMemory() {
    Instruction mov = decode("65488944cb10");
    assertThat(mov.id()).isEqualTo(X86_INS_MOV);
    assertThat(mov.toString()).isEqualTo("mov qword ptr gs:[rbx + rcx*8 + 0x10], rax");
    assertThat(mov.length()).isEqualTo(6);
    assertThat(mov.next()).isEqualTo(0x1006);
    assertThat(mov.memory())
        .contains(
            new Operand.Memory(X86_REG_GS, X86_REG_RBX, X86_REG_RCX, 8, 0x10, 8, false, true));
    assertThat(mov.encoding().wide()).isTrue();
    assertThat(mov.encoding().addressBytes()).isEqualTo(8);
    assertThat(mov.encoding().modrm()).isEqualTo(0x44);
  }

  @Test
  void relativeToTheNextInstruction() {
    assertThat(decode("8905fcffffff").memory())
        .contains(new Operand.Memory(0, X86_REG_RIP, 0, 1, -4, 4, false, true));
  }

  @Test
  void prefixes() {
    Encoding movs = decode("f3a4").encoding();
    assertThat(movs.repeat()).isEqualTo(0xf3);
    assertThat(movs.lock()).isFalse();
    assertThat(decode("f0480fc70f").encoding().lock()).isTrue();
    assertThat(decode("66a5").encoding().operandSizePrefix()).isTrue();
    assertThat(decode("670f11 03".replace(" ", "")).encoding().addressBytes()).isEqualTo(4);
  }

  @Test
  void opcodesOfTwoAndThreeBytes() {
    assertThat(decode("0f38f00b").encoding().opcode()).isEqualTo(0x0f38f0);
    assertThat(decode("0fab0b").encoding().opcode()).isEqualTo(0x0fab);
    assertThat(decode("890b").encoding().opcode()).isEqualTo(0x89);
  }

  @Test
  void registersBesidesTheOperands() {
    Instruction call = decode("e800000000");
    assertThat(call.id()).isEqualTo(X86_INS_CALL);
    assertThat(call.readRegisters()).contains(X86_REG_RSP);
    assertThat(call.operands()).containsExactly(new Operand.Immediate(0x1005, 8));
  }

  @Test
  void otherCodeSizes() {
    assertThat(decode(CodeSize.BITS_16, "ff060010").toString()).isEqualTo("inc word ptr [0x1000]");
    assertThat(decode(CodeSize.BITS_32, "60").toString()).isEqualTo("pushal");
    assertThat(decode(CodeSize.BITS_32, "a100100000").operands().get(0))
        .isEqualTo(new Operand.Register(X86_REG_EAX, 4, false, true));
  }

  /** The two mistakes that the effect table mends; a Capstone without them would be welcome. */
  @Test
  void knownMistakesOfCapstone() {
    Instruction exchange = decode("480fc70f");
    assertThat(exchange.id()).isEqualTo(X86_INS_CMPXCHG16B);
    assertThat(exchange.memory().orElseThrow().written()).isFalse();
    assertThat(decode("50").memory()).isEmpty();
  }

  @Test
  void whatIsNoInstruction() {
    assertThat(disassembler.decode(CodeSize.BITS_64, 0, new byte[] {0x06})).isEmpty();
    assertThat(disassembler.decode(CodeSize.BITS_64, 0, new byte[0])).isEmpty();
  }

  @Test
  void anyBytes() {
    Random random = new Random(7);
    List<CodeSize> sizes = List.of(CodeSize.values());
    int decoded = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] code = new byte[random.nextInt(20)];
      random.nextBytes(code);
      CodeSize size = sizes.get(random.nextInt(sizes.size()));
      decoded += disassembler.decode(size, random.nextLong(), code).isPresent() ? 1 : 0;
    }
    assertThat(decoded).isGreaterThan(50_000);
  }

  @Test
  void registersAreViewsOfWholeOnes() {
    assertThat(RegisterView.of("ah").orElseThrow().of(0x1234_5678L)).isEqualTo(0x56);
    assertThat(RegisterView.of("r9d").orElseThrow()).isEqualTo(new RegisterView("r9", 0, 32));
    assertThat(RegisterView.of(disassembler.registerName(X86_REG_EAX)).orElseThrow())
        .isEqualTo(new RegisterView("rax", 0, 32));
    assertThat(RegisterView.of("sil").orElseThrow().of(-1L)).isEqualTo(0xff);
    assertThat(RegisterView.of("rsp").orElseThrow().of(-1L)).isEqualTo(-1L);
  }
}
