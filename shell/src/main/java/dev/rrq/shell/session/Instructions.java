package dev.rrq.shell.session;

import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.planner.InstructionText;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Disassembles 64-bit code with Capstone, which is loaded when it is wanted for the first time. */
final class Instructions implements InstructionText, AutoCloseable {

  private @Nullable Disassembler disassembler;

  @Override
  public Optional<String> text(long address, byte[] code) {
    Disassembler known = disassembler;
    if (known == null) {
      known = new Disassembler();
      disassembler = known;
    }
    return known.decode(CodeSize.BITS_64, address, code).map(Instruction::toString);
  }

  @Override
  public void close() {
    if (disassembler != null) {
      disassembler.close();
    }
  }
}
