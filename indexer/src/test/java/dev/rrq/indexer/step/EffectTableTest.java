package dev.rrq.indexer.step;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.disassembly.CodeSize;
import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.disassembly.Instruction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What each form of instruction does to memory, by the table in {@code effects.txt}. */
final class EffectTableTest {

  private static final long ADDRESS = 0x1000;
  private static final HexFormat HEX = HexFormat.of();

  private static final Map<String, Long> REGISTERS =
      Map.ofEntries(
          Map.entry("rax", 7L),
          Map.entry("rbx", 0x2000L),
          Map.entry("rcx", 3L),
          Map.entry("rdx", 5L),
          Map.entry("rsi", 0x3000L),
          Map.entry("rdi", 0x4000L),
          Map.entry("rsp", 0x8000L),
          Map.entry("rbp", 0x9000L),
          Map.entry("r8", -1L),
          Map.entry("r9", 200L));

  private static final Map<String, Long> BASES =
      Map.of("fs", 0x200000L, "gs", 0x100000L, "ds", 0x300000L, "es", 0x400000L, "ss", 0x500000L);

  private final Disassembler disassembler = new Disassembler();
  private final EffectTable table = new EffectTable(disassembler);

  /** A processor with the registers above. */
  private record TestProcessor(CodeSize codeSize) implements ProcessorView {

    @Override
    public boolean isProtected() {
      return codeSize != CodeSize.BITS_16;
    }

    @Override
    public int stackBits() {
      return codeSize.bits();
    }

    @Override
    public long register(String name) {
      return REGISTERS.getOrDefault(name, 0L);
    }

    @Override
    public long segmentBase(String segment) {
      return BASES.getOrDefault(segment, 0L);
    }

    @Override
    public long descriptor(int selector) {
      return 0x50000L + (selector & ~7);
    }

    @Override
    public long memory(long address, int size) {
      return 0x18;
    }
  }

  @AfterEach
  void close() {
    disassembler.close();
  }

  /** One row a form: code size, encoding, assembly, effects. */
  @Test
  void everyForm() throws IOException {
    List<String> wrong = new ArrayList<>();
    int forms = 0;
    for (String line : lines()) {
      String[] columns = line.split("\\s*\\|\\s*", -1);
      String effects = effects(CodeSize.valueOf("BITS_" + columns[0]), columns[1]);
      if (!effects.equals(columns[3])) {
        wrong.add(line + "   but the table says: " + effects);
      }
      forms++;
    }
    assertThat(wrong).isEmpty();
    assertThat(forms).isGreaterThan(150);
  }

  @Test
  void anyBytesInAnyMode() {
    Random random = new Random(11);
    List<CodeSize> sizes = List.of(CodeSize.values());
    int decoded = 0;
    for (int i = 0; i < 300_000; i++) {
      byte[] code = new byte[Instruction.MAX_LENGTH];
      random.nextBytes(code);
      CodeSize size = sizes.get(random.nextInt(sizes.size()));
      Instruction instruction = disassembler.decode(size, random.nextLong(), code).orElse(null);
      if (instruction != null) {
        Effects effects = table.of(instruction, new TestProcessor(size));
        assertThat(effects.stores()).allSatisfy(store -> assertThat(store.size()).isIn(1, 2, 4, 8));
        decoded++;
      }
    }
    assertThat(decoded).isGreaterThan(100_000);
  }

  private static List<String> lines() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(EffectTableTest.class.getResourceAsStream("effects.txt")),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
    }
  }

  private String effects(CodeSize size, String code) {
    Instruction instruction = disassembler.decode(size, ADDRESS, HEX.parseHex(code)).orElseThrow();
    Effects effects = table.of(instruction, new TestProcessor(size));
    List<String> words = new ArrayList<>();
    effects.loads().forEach(load -> words.add("load " + text(load)));
    List<Access> stores = effects.stores();
    for (int i = 0; i < stores.size(); ) {
      int end = i + 1;
      while (end < stores.size() && follows(stores.get(end - 1), stores.get(end))) {
        end++;
      }
      Access first = stores.get(i);
      words.add("store " + (end > i + 2 ? (end - i) + " x " : "") + text(first));
      i = end > i + 2 ? end : i + 1;
    }
    return String.join(", ", words);
  }

  private static boolean follows(Access before, Access after) {
    return before.size() == after.size() && before.address() + before.size() == after.address();
  }

  private static String text(Access access) {
    return String.format(
        Locale.ROOT,
        "%x:%d%s",
        access.address(),
        access.size(),
        access.zeroedBefore() ? " zeroed" : "");
  }
}
