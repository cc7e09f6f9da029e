package dev.rrq.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.store.Meta;
import dev.rrq.store.SymbolRow;
import dev.rrq.store.TraceStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The arguments in the index are what GNU gdb reads on a replay stopped where calls begin. */
@Timeout(1200)
class ArgumentsIT {

  private static final int CALLS = 200;
  private static final int ARGUMENTS = 6;

  @TempDir Path directory;

  /**
   * A call.
   *
   * @param arguments null where the index does not know one
   */
  private record Call(long t, long entry, List<Long> arguments) {}

  @Test
  void argumentsAreWhatGdbReads() throws Exception {
    TraceStore store = DemoIndex.store();
    List<Call> calls = randomCalls(store);
    Map<Long, List<Long>> registers = registers(calls);
    ArgumentPlaces places = new ArgumentPlaces(store.symbols());
    long offset = store.metaNumber(Meta.KASLR_OFFSET).orElseThrow();

    int compared = 0;
    for (Call call : calls) {
      List<Long> read = registers.get(call.t());
      assertThat(read.get(0)).as("the pc at %d", call.t()).isEqualTo(call.entry());
      SymbolRow function = store.symbols().functionAt(call.entry() - offset).orElseThrow();
      long place = places.of(function);
      for (int i = 0; i < ARGUMENTS; i++) {
        Long argument = call.arguments().get(i);
        int code = (int) (place >>> (i * Byte.SIZE)) & 0xff;
        if (argument != null) {
          assertThat(argument)
              .as("argument %d of %s at %d", i, function.name(), call.t())
              .isEqualTo(narrowed(read.get(1 + (code & 7)), code));
          compared++;
        }
      }
    }
    System.out.println("arguments equal: " + compared + " of " + calls.size() + " calls");
    assertThat(compared).isGreaterThan(CALLS);
  }

  private static long narrowed(long register, int code) {
    int unused = Long.SIZE - Byte.SIZE * (1 << (code >> 3 & 3));
    long value = register << unused;
    return (code & 0x20) != 0 ? value >> unused : value >>> unused;
  }

  /** Of many functions, over the time in which the kernel runs. */
  private static List<Call> randomCalls(TraceStore store) throws SQLException {
    List<Call> calls = new ArrayList<>();
    try (Connection connection = store.connect();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT t, entry, arg0, arg1, arg2, arg3, arg4, arg5 FROM (
                  SELECT * FROM (
                    SELECT DISTINCT ON (entry) * FROM
                      (FROM call_rows USING SAMPLE reservoir(200000 ROWS) REPEATABLE (20121))
                    WHERE arg0 IS NOT NULL AND entry < 0
                    ORDER BY entry, hash(t))
                  ORDER BY hash(t) LIMIT %d)
                ORDER BY t
                """
                    .formatted(CALLS))) {
      while (rows.next()) {
        List<Long> arguments = new ArrayList<>();
        for (int i = 0; i < ARGUMENTS; i++) {
          long value = rows.getLong(3 + i);
          arguments.add(rows.wasNull() ? null : (Long) value);
        }
        calls.add(new Call(rows.getLong(1), rows.getLong(2), arguments));
      }
    }
    assertThat(calls).hasSizeGreaterThan(CALLS / 2);
    return calls;
  }

  private Map<Long, List<Long>> registers(List<Call> calls) throws Exception {
    Path times = directory.resolve("times");
    Files.write(times, calls.stream().map(call -> Long.toString(call.t())).toList());
    List<String> said =
        Gdb.run(
            directory,
            "arguments.py",
            Map.of("RRQ_TIMES", times.toString()),
            "AT " + calls.get(calls.size() - 1).t());
    Map<Long, List<Long>> registers = new TreeMap<>();
    for (String line : said) {
      if (line.startsWith("AT ")) {
        String[] words = line.split(" ", -1);
        registers.put(
            Long.parseLong(words[1]),
            Stream.of(words).skip(2).map(word -> Long.parseUnsignedLong(word, 16)).toList());
      }
    }
    return registers;
  }
}
