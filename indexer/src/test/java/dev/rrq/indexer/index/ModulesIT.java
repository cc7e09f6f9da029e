package dev.rrq.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.store.TraceStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The modules in the index are those that the guest itself tells of, and have their symbols. */
@Timeout(1200)
class ModulesIT {

  /** {@code /proc/modules}: name, size, users, by whom, state, address. */
  private static final Pattern LOADED =
      Pattern.compile("(?m)^(\\w+) (\\d+) \\d+ \\S+ Live 0x([0-9a-f]{16})");

  /** The kernel may say something in the middle of a program's line. */
  private static final Pattern MESSAGE = Pattern.compile("\\[ *\\d+\\.\\d{6}\\] [^\\n]*\\n");

  /** {@code objdump -t}: value, local or global, function, section, size, name. */
  private static final Pattern FUNCTION =
      Pattern.compile("(?m)^([0-9a-f]{16}) [lg]\\s+F \\.text\\s+([0-9a-f]{16}) (\\S+)$");

  private static final String MODULE = "binfmt_misc";

  private TraceStore store;

  @BeforeEach
  void guestLoadsModules() {
    assumeThat(DemoRecording.parts().modules()).as("the kernel's modules").isNotNull();
    store = DemoIndex.store();
  }

  @Test
  void loadedModulesAreWhatTheGuestSays() throws Exception {
    Map<String, String> said = new TreeMap<>();
    String console = Files.readString(DemoRecording.recording().console());
    Matcher line = LOADED.matcher(MESSAGE.matcher(console.replace("\r", "")).replaceAll(""));
    while (line.find()) {
      said.put(line.group(1), line.group(2) + " at " + line.group(3));
    }
    Map<String, String> indexed = new TreeMap<>();
    for (String[] module : modules("t_unloaded IS NULL")) {
      indexed.put(module[0], module[1] + " at " + "%016x".formatted(Long.parseLong(module[2])));
    }

    assertThat(said).containsKey(MODULE);
    assertThat(indexed).isEqualTo(said);
  }

  @Test
  void aModuleThatWasRemovedIsThereUntilThen() throws Exception {
    List<String[]> removed =
        modules("t_unloaded IS NOT NULL AND t_loaded < t_live AND t_live < t_unloaded");

    assertThat(removed).extracting(row -> row[0]).containsExactly("crc_itu_t");
  }

  /** {@code .text} is what a module begins with. */
  @Test
  void functionsLieWhereTheModulesFileHasThem() throws Exception {
    long base = Long.parseLong(modules("name = '" + MODULE + "'").get(0)[2]);
    NavigableMap<Long, String> file = functionsOfTheFile();
    Map<Long, String> indexed = new TreeMap<>();
    StoreQuery.rows(
        store,
        "SELECT s.address, s.size, s.name FROM module_symbols s JOIN modules m ON m.id = s.module"
            + " WHERE m.name = '%s' AND s.kind = 'FUNCTION'".formatted(MODULE),
        row -> indexed.put(row.getLong(1) - base, row.getString(3) + " " + row.getLong(2)));

    assertThat(file).hasSizeGreaterThan(5);
    assertThat(indexed).containsAllEntriesOf(file);
  }

  @Test
  void instructionsThatWroteAreNamedByTheFunctionsOfTheFile() throws Exception {
    long base = Long.parseLong(modules("name = '" + MODULE + "'").get(0)[2]);
    NavigableMap<Long, String> file = functionsOfTheFile();
    List<String> wrong = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    StoreQuery.rows(
        store,
        "SELECT pc - %d, \"function\" FROM sites WHERE pc BETWEEN %d AND %d"
            .formatted(base, base, base + file.lastKey()),
        row -> {
          String known = file.floorEntry(row.getLong(1)).getValue();
          String expected = known.substring(0, known.indexOf(' '));
          String function = row.getString(2);
          seen.add(function);
          return Objects.equals(function, expected) || wrong.add(expected + " is " + function);
        });

    assertThat(wrong).isEmpty();
    assertThat(seen).contains("bm_status_write", "bm_register_write");
  }

  /** By their offsets: name and size. */
  private static NavigableMap<Long, String> functionsOfTheFile() throws IOException {
    Path file = Objects.requireNonNull(DemoRecording.parts().modules()).resolve(MODULE + ".ko");
    Process objdump = new ProcessBuilder("objdump", "-t", file.toString()).start();
    String said = new String(objdump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    NavigableMap<Long, String> functions = new TreeMap<>();
    Matcher line = FUNCTION.matcher(said);
    while (line.find()) {
      functions.put(
          Long.parseLong(line.group(1), 16),
          line.group(3) + " " + Long.parseLong(line.group(2), 16));
    }
    return functions;
  }

  private List<String[]> modules(String condition) throws SQLException {
    return StoreQuery.rows(
        store,
        "SELECT name, size, address FROM modules WHERE " + condition,
        row -> new String[] {row.getString(1), row.getString(2), row.getString(3)});
  }
}
