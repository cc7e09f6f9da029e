package dev.rrq.shell.live;

import dev.rrq.gdbrsp.target.RegisterValues;
import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.disassembly.Instruction;
import dev.rrq.indexer.step.SegmentCache;
import dev.rrq.planner.exec.LiveCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The next instructions, as memory holds them now, with the names of what they refer to. */
final class Disassembly {

  private static final int INSTRUCTIONS = 10;

  /** The bit of {@code efer} for long mode (Intel SDM volume 3, 2.2.1). */
  private static final long LONG_MODE = 1 << 10;

  private final LiveCode code;
  private final CodeSize size;

  private final List<String> lines = new ArrayList<>();
  private String function = "";

  private Disassembly(LiveCode code, CodeSize size) {
    this.code = code;
    this.size = size;
  }

  static String at(LiveMachine machine) {
    RegisterValues registers = machine.replay().registers();
    SegmentCache segments = SegmentCache.parse(machine.replay().monitor("info registers"));
    CodeSize size = segments.codeSize((registers.number("efer") & LONG_MODE) != 0);
    long base = size == CodeSize.BITS_64 ? 0 : segments.segment("cs").base();
    long pc = base + machine.pc();
    byte[] bytes = machine.memory().mapped(pc, INSTRUCTIONS * Instruction.MAX_LENGTH);
    return new Disassembly(machine.view().code(), size).text(pc, bytes);
  }

  private String text(long pc, byte[] bytes) {
    try (Disassembler disassembler = new Disassembler()) {
      int from = 0;
      for (int i = 0; i < INSTRUCTIONS && from < bytes.length; i++) {
        long address = pc + from;
        byte[] rest = Arrays.copyOfRange(bytes, from, bytes.length);
        Optional<Instruction> instruction = disassembler.decode(size, address, rest);
        add(address, i == 0, instruction.map(this::text).orElse("(no instruction)"));
        if (instruction.isEmpty()) {
          break;
        }
        from += instruction.get().length();
      }
    }
    return lines.isEmpty() ? "no memory is mapped at 0x%x".formatted(pc) : String.join("\n", lines);
  }

  private void add(long address, boolean isNext, String text) {
    String place = code.text(address);
    String name = place.replaceAll("\\+0x.*| \\(.*", "");
    if (!name.equals(function)) {
      function = name;
      lines.add(place + ":");
    }
    lines.add("%s 0x%x  %s".formatted(isNext ? "=>" : "  ", address, text));
  }

  private String text(Instruction instruction) {
    OptionalLong constant = instruction.constant();
    Optional<String> name =
        constant.isPresent() ? code.symbol(constant.getAsLong()) : Optional.empty();
    return instruction + name.map("  # "::concat).orElse("");
  }
}
