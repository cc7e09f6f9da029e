package dev.rrq.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rrq.indexer.kernel.KernelMemory;
import dev.rrq.indexer.kernel.KernelPlaces;
import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.store.TraceStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Types and lines of modules are those that GNU gdb and binutils read from the modules' files. */
@Timeout(1200)
class ModuleDetailsIT {

  private static final String MODULE = "binfmt_misc";

  private Path files;
  private TraceStore store;

  @BeforeEach
  void modulesHaveDebugInformation() {
    Path vmlinux = DemoRecording.parts().vmlinux();
    assumeThat(vmlinux).as("the kernel's symbols").isNotNull();
    assumeThat(DemoRecording.parts().modules()).as("the kernel's modules").isNotNull();
    files = Objects.requireNonNull(vmlinux).resolveSibling("modules").resolve("debug");
    assumeThat(Files.isDirectory(files)).as("debug information of modules").isTrue();
    store = DemoIndex.store();
  }

  @Test
  void filesAreTakenByTheBuildIdInTheGuestsMemory() throws Exception {
    Map<String, String> told = new TreeMap<>();
    StoreQuery.rows(
        store,
        "SELECT m.name, f.file, f.build_id FROM module_files f JOIN modules m ON m.id = f.module"
            + " WHERE f.problem IS NULL",
        row -> told.put(row.getString(1), row.getString(2) + " " + row.getString(3)));

    assertThat(told)
        .containsEntry(MODULE, expected("binfmt_misc.ko"))
        .containsEntry("crc_itu_t", expected("crc-itu-t.ko"));
  }

  private String expected(String name) throws IOException {
    Path file = files.resolve(name);
    String notes = said("readelf", "-n", file.toString());
    return file + " " + notes.replaceAll("(?s).*Build ID: ([0-9a-f]+).*", "$1");
  }

  @Test
  void linesAreThoseOfAddr2line() throws Exception {
    List<Long> offsets = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    StoreQuery.rows(
        store,
        """
        WITH module AS (
          SELECT address - (SELECT value::BIGINT FROM meta WHERE key = 'kaslr_offset') AS base
          FROM modules WHERE name = '%s'),
        code AS (
          SELECT s.address, s.size, base FROM symbols s, module
          WHERE s.section = '[%s]' AND s.kind = 'FUNCTION'
            AND s.address - base < %d)
        SELECT DISTINCT l.address - base, l.line FROM lines l JOIN code
          ON l.address >= code.address AND l.address < code.address + code.size
        WHERE l.line > 0 ORDER BY 1
        """
            .formatted(MODULE, MODULE, sizeOfText()),
        row -> offsets.add(row.getLong(1)) && lines.add(row.getString(2)));
    List<String> command =
        new ArrayList<>(List.of("addr2line", "-j", ".text", "-e", file(MODULE).toString()));
    offsets.forEach(offset -> command.add(Long.toHexString(offset)));

    assertThat(lines).hasSizeGreaterThan(100);
    assertThat(lines)
        .isEqualTo(
            said(command.toArray(String[]::new))
                .lines()
                .map(line -> line.replaceAll(".*:(\\d+)( .*)?$", "$1"))
                .toList());
  }

  private long sizeOfText() throws IOException {
    String sections = said("readelf", "-SW", file(MODULE).toString());
    return Long.parseLong(
        sections.replaceAll("(?s).* \\.text +PROGBITS +\\w+ +\\w+ +(\\w+) .*", "$1"), 16);
  }

  @Test
  void structuresAreThoseOfGdb() throws Exception {
    Map<String, Long> members = new TreeMap<>();
    StoreQuery.rows(
        store,
        """
        SELECT m.name, m.bit_offset FROM types t JOIN types s ON s.id = t.target
          JOIN members m ON m.composite = s.id
        WHERE t.kind = 'typedef' AND t.name = 'Node' AND s.size = %s
        """
            .formatted(gdb(MODULE, "print sizeof(Node)")),
        row -> members.put(row.getString(1), row.getLong(2) / Byte.SIZE));

    assertThat(members).hasSizeGreaterThan(5);
    for (Map.Entry<String, Long> member : members.entrySet()) {
      assertThat(gdb(MODULE, "print (long)&((Node *)0)->" + member.getKey()))
          .as(member.getKey())
          .isEqualTo(String.valueOf(member.getValue()));
    }
  }

  @Test
  void variablesHaveTheTypesThatGdbSays() throws Exception {
    Map<String, String> indexed = new TreeMap<>();
    StoreQuery.rows(
        store,
        """
        SELECT s.name, t.kind, t.name, t.size, s.line FROM symbols s JOIN types t ON t.id = s.type
        WHERE s.section = '[%s]' AND s.name IN ('misc_format', 'bm_fs_type', 'enabled', 'entries')
        """
            .formatted(MODULE),
        row ->
            indexed.put(
                row.getString(1),
                (row.getString(2).equals("struct") ? "struct " : "")
                    + row.getString(3)
                    + " "
                    + row.getLong(4)));

    assertThat(indexed).hasSize(4);
    for (Map.Entry<String, String> variable : indexed.entrySet()) {
      String type = gdb(MODULE, "whatis 'binfmt_misc.c'::" + variable.getKey());
      String size = gdb(MODULE, "print sizeof('binfmt_misc.c'::" + variable.getKey() + ")");
      assertThat(variable.getValue()).as(variable.getKey()).isEqualTo(type + " " + size);
    }
  }

  /** What lies where the file's section is said to be is what the file has there. */
  @Test
  void aTableOfAModuleThatWasRemovedHoldsWhatItsFileHas() throws Exception {
    KernelMemory memory = KernelMemory.of(store, KernelPlaces.of(store).orElseThrow());
    List<byte[]> held =
        StoreQuery.rows(
            store,
            "SELECT m.t_live, s.address, s.size FROM module_symbols s"
                + " JOIN modules m ON m.id = s.module WHERE s.name = 'crc_itu_t_table'",
            row -> memory.read(row.getLong(1), row.getLong(2), row.getInt(3)));

    assertThat(held).hasSize(1);
    assertThat(numbers(held.get(0)))
        .isEqualTo(gdb("crc-itu-t", "output crc_itu_t_table").replaceAll("[{}]", ""));
  }

  private static String numbers(byte[] bytes) {
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(bytes.length).as(HexFormat.of().formatHex(bytes)).isEqualTo(512);
    return Stream.generate(() -> String.valueOf(Short.toUnsignedInt(words.getShort())))
        .limit(bytes.length / Short.BYTES)
        .collect(Collectors.joining(", "));
  }

  private Path file(String module) {
    return files.resolve(module + ".ko");
  }

  /** What gdb prints for a command, without the machine. */
  private String gdb(String module, String command) throws IOException {
    String[] words = {
      "gdb",
      "-nx",
      "-batch",
      "-ex",
      "set print elements 0",
      "-ex",
      "set print repeats unlimited",
      "-ex",
      command,
      file(module).toString()
    };
    return said(words).strip().replaceFirst("^(\\$\\d+|type) = ", "");
  }

  private static String said(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
