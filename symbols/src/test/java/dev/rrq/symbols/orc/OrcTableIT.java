package dev.rrq.symbols.orc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.symbols.CProgram;
import dev.rrq.symbols.Tools;
import dev.rrq.symbols.Vmlinux;
import dev.rrq.symbols.elf.ElfFile;
import dev.rrq.symbols.orc.OrcEntry.Base;
import dev.rrq.symbols.orc.OrcEntry.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The ORC entries of a real kernel, which objtool derives from the instructions, compared with the
 * compiler's own frame descriptions, as readelf prints them.
 */
class OrcTableIT {

  private static final Pattern ROW = Pattern.compile("(ffffffff[0-9a-f]{8}) (r[sb]p)\\+(\\d+) .*");
  private static final int EVERY = 97;

  @Test
  void findsTheFramesThatTheCompilerDescribes() {
    Path vmlinux = Vmlinux.find();
    List<String> rows =
        Tools.lines("readelf", "-W", "--debug-dump=frames-interp", vmlinux.toString());
    try (ElfFile elf = ElfFile.open(vmlinux)) {
      OrcTable table = OrcTable.of(elf, CProgram.read(vmlinux)).orElseThrow();
      assertThat(table.size()).isGreaterThan(100_000);
      int compared = 0;
      List<String> differences = new ArrayList<>();
      for (int i = 0; i < rows.size(); i += EVERY) {
        Matcher row = ROW.matcher(rows.get(i));
        if (row.matches()) {
          long address = Long.parseUnsignedLong(row.group(1), 16);
          OrcEntry entry = table.at(address).orElseThrow();
          compared++;
          Base base = row.group(2).equals("rsp") ? Base.RSP : Base.RBP;
          if (entry.kind() != Kind.CALL
              || entry.stackBase() != base
              || entry.stackOffset() != Integer.parseInt(row.group(3))) {
            differences.add(rows.get(i) + ": " + entry);
          }
        }
      }
      assertThat(compared).isGreaterThan(1000);
      // code that is patched in or that the kernel enters in other ways than by calls
      assertThat(differences).as("of %d", compared).hasSizeLessThan(compared / 100);
    }
  }
}
