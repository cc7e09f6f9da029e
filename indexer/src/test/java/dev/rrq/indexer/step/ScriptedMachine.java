package dev.rrq.indexer.step;

import dev.rrq.gdbrsp.packet.qemu.StepLog;
import dev.rrq.gdbrsp.packet.qemu.StepLog.HiddenPart;
import dev.rrq.gdbrsp.packet.register.RawRegisters;
import dev.rrq.gdbrsp.target.Register;
import dev.rrq.gdbrsp.target.RegisterLayout;
import dev.rrq.gdbrsp.target.TargetXml;
import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.indexer.disassembly.Disassembler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A machine in 16-bit code that makes the steps of a script, all at once. */
final class ScriptedMachine implements ManyStepped {

  /** Where its code segment begins. */
  static final long CODE = 0x10000;

  private static final long MEMORY_BYTES = 1 << 20;
  private static final String SEGMENTS =
      "CS =1000 00010000 0000ffff 00009b00\nGDT=     00000000 0000ffff\n";

  private static final String REGISTERS =
      """
      <target version="1.0"><architecture>i386:x86-64</architecture>
      <feature name="org.gnu.gdb.i386.core">
      <reg name="rax" bitsize="64"/><reg name="rip" bitsize="64"/><reg name="rsp" bitsize="64"/>
      <reg name="cs" bitsize="32"/><reg name="cr0" bitsize="64"/><reg name="cr3" bitsize="64"/>
      <reg name="cr4" bitsize="64"/><reg name="efer" bitsize="64"/>
      </feature></target>
      """;

  private final RegisterLayout layout;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();
  private final Captured captured = new Captured();
  private final RamImage ram;
  private final FileChannel writer;
  private StepObserver observer = StepObserver.NONE;
  private CodeSize lastCodeSize = CodeSize.BITS_16;
  private long icount;
  private long rip;

  ScriptedMachine(Path directory) throws IOException {
    Path memory = Files.createFile(directory.resolve("ram"));
    writer = FileChannel.open(memory, StandardOpenOption.WRITE);
    writer.write(ByteBuffer.allocate(1), MEMORY_BYTES - 1);
    ram = RamImage.copy(MappedMemory.of(memory), directory.resolve("ram-before"));
    layout = new RegisterLayout(TargetXml.read(annex -> REGISTERS));
  }

  /** What is in the machine's RAM at the end. */
  void ram(long paddr, long value) throws IOException {
    ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    writer.write(word.putLong(value).flip(), paddr);
  }

  /** The next step of the script. */
  Step step(int instructions) {
    return new Step(instructions);
  }

  /** A step. */
  final class Step {
    private final int instructions;
    private final ByteArrayOutputStream registers = new ByteArrayOutputStream();
    private final ByteArrayOutputStream writes = new ByteArrayOutputStream();
    private int registerCount;
    private int writeCount;

    private Step(int instructions) {
      this.instructions = instructions;
    }

    Step register(int number, long value) {
      registers.write(number);
      registers.write(Long.BYTES);
      registers.writeBytes(bytes(value, Long.BYTES));
      registerCount++;
      return this;
    }

    Step ripIs(long value) {
      rip = value;
      return register(layout.register("rip").number(), value);
    }

    Step hidden(HiddenPart part, long base, int flags) {
      registers.write(0x80 + List.of(HiddenPart.values()).indexOf(part));
      registers.write(16);
      registers.writeBytes(bytes(base, Long.BYTES));
      registers.writeBytes(bytes(0xffff, Integer.BYTES));
      registers.writeBytes(bytes(flags, Integer.BYTES));
      registerCount++;
      return this;
    }

    Step stores(long paddr, long value, int size) {
      return writes(StepLog.Writer.INSTRUCTION, paddr, bytes(value, size));
    }

    Step writes(StepLog.Writer who, long paddr, byte[] value) {
      writes.write(List.of(StepLog.Writer.values()).indexOf(who));
      writes.writeBytes(bytes(paddr, Long.BYTES));
      writes.writeBytes(bytes(0, Long.BYTES));
      writes.write(value.length);
      writes.writeBytes(value);
      writeCount++;
      return this;
    }

    void ends() {
      icount += instructions;
      log.write(instructions);
      log.write(registerCount);
      log.writeBytes(registers.toByteArray());
      log.write(writeCount);
      log.writeBytes(writes.toByteArray());
    }
  }

  private static byte[] bytes(long value, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (value >>> (i * Byte.SIZE));
    }
    return bytes;
  }

  /** It is not where the log says. */
  void isAt(long other) {
    rip = other;
  }

  /** Who hears of the steps. */
  void observer(StepObserver value) {
    observer = value;
  }

  /** Lets the engine follow the script. */
  Captured run(long to) throws IOException {
    long end = icount;
    long endRip = rip;
    icount = 0;
    rip = 0;
    try (Disassembler disassembler = new Disassembler()) {
      LoggedEngine engine =
          new LoggedEngine(
              this,
              ram,
              disassembler,
              captured,
              step -> {
                lastCodeSize = step.after().codeSize();
                observer.stepped(step);
              });
      icount = end;
      rip = endRip;
      engine.run(to, () -> false);
    }
    return captured;
  }

  CodeSize lastCodeSize() {
    return lastCodeSize;
  }

  @Override
  public long icount() {
    return icount;
  }

  @Override
  public StubState state() {
    ByteBuffer raw = ByteBuffer.allocate(size()).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    for (Register register : layout.description().registers()) {
      if (register.name().equals("rip")) {
        raw.putLong(at, rip);
      }
      at += register.bytes();
    }
    return StubState.of(layout.values(RawRegisters.of(raw.array())), SegmentCache.parse(SEGMENTS));
  }

  private int size() {
    return layout.description().registers().stream().mapToInt(Register::bytes).sum();
  }

  @Override
  public StepLog steps(long most) {
    byte[] bytes = log.toByteArray();
    log.reset();
    return new StepLog(bytes);
  }

  @Override
  public byte[] code(long linear, int length) {
    return new byte[length];
  }
}
