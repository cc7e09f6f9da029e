package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.disassembly.Instruction;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and decodes the instruction that comes next, once for each place and content. */
final class CodeReader {

  /** Below 1 MiB the processor may see read-only memory in place of RAM. */
  private static final long PLAIN_RAM = 1 << 20;

  private static final int CACHED = 1 << 17;

  private final CodeSource machine;
  private final PhysicalMemory ram;
  private final PageWalker walker;
  private final Disassembler disassembler;
  private final Map<CodeSize, Map<Long, Decoded>> known = new EnumMap<>(CodeSize.class);

  private static final class Decoded {
    final byte[] bytes;
    final Instruction instruction;

    Decoded(byte[] bytes, Instruction instruction) {
      this.bytes = bytes;
      this.instruction = instruction;
    }
  }

  CodeReader(CodeSource machine, PhysicalMemory ram, PageWalker walker, Disassembler disassembler) {
    this.machine = machine;
    this.ram = ram;
    this.walker = walker;
    this.disassembler = disassembler;
  }

  /** The next instruction, or null where there is none: fetching it faults. */
  @Nullable Instruction at(CpuState cpu) throws RspException {
    byte[] bytes = bytes(cpu, cpu.pc());
    Map<Long, Decoded> cache = known.computeIfAbsent(cpu.codeSize(), size -> new HashMap<>());
    Decoded decoded = cache.get(cpu.pc());
    if (decoded != null
        && bytes.length >= decoded.bytes.length
        && Arrays.mismatch(decoded.bytes, bytes) == decoded.bytes.length) {
      return decoded.instruction;
    }
    Instruction instruction = disassembler.decode(cpu.codeSize(), cpu.pc(), bytes).orElse(null);
    if (instruction != null) {
      if (cache.size() >= CACHED) {
        cache.clear();
      }
      cache.put(cpu.pc(), new Decoded(Arrays.copyOf(bytes, instruction.length()), instruction));
    }
    return instruction;
  }

  private byte[] bytes(CpuState cpu, long pc) throws RspException {
    long paddr = walker.translate(cpu, pc);
    if (!ram.contains(paddr, 1) || paddr < PLAIN_RAM) {
      return machine.code(pc, Instruction.MAX_LENGTH + 1);
    }
    byte[] bytes = new byte[Instruction.MAX_LENGTH + 1];
    int first =
        Math.min(bytes.length, RamImage.PAGE_BYTES - (int) (pc & (RamImage.PAGE_BYTES - 1)));
    ram.read(paddr, bytes, 0, first);
    if (first < bytes.length) {
      long rest = walker.translate(cpu, pc + first);
      if (!ram.contains(rest, bytes.length)) {
        return Arrays.copyOf(bytes, first);
      }
      ram.read(rest, bytes, first, bytes.length - first);
    }
    return bytes;
  }
}
