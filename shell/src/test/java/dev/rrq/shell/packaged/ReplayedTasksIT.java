package dev.rrq.shell.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.store.Meta;
import dev.rrq.store.TraceStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Of what the index of a part does not cover, a replay tells who ran as an index of all does. */
@Timeout(1500)
final class ReplayedTasksIT {
  private static final Path WHOLE = PackagedBoot.trace();
  private static final String COLUMNS =
      " show t, task, pid, function, location, pc, address, paddr, size, old, new, origin, in_user";

  @TempDir static Path shared;
  private static Path part;
  private static long length;

  @TempDir Path directory;

  /** An index of one hundredth of the boot, beside the same recording. */
  @BeforeAll
  static void indexPart() throws IOException {
    part = shared.resolve("part.rrq");
    try (TraceStore store = TraceStore.open(WHOLE)) {
      length = store.metaNumber(Meta.LENGTH).orElseThrow();
    }
    try (Stream<Path> files = Files.list(WHOLE)) {
      Files.createDirectories(part);
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.createLink(part.resolve(file.getFileName()), file);
      }
    }
    new Rrq(shared)
        .run("index", part, "--from", hundredth(60), "--to", hundredth(61))
        .endsWith(ExitStatus.DONE);
  }

  private static long hundredth(int number) {
    return length / 100 * number;
  }

  private static String window(int from, int to) {
    return " between %d and %d".formatted(hundredth(from), hundredth(to));
  }

  private String answer(Path trace, String query) {
    return new Rrq(directory).run(trace, "-e", query).endsWith(ExitStatus.DONE).out();
  }

  private void assertSame(String query) {
    assertThat(answer(part, query)).as(query).isEqualTo(answer(WHOLE, query));
  }

  @Test
  void rowsAreThoseOfAnIndexOfAll() {
    assertSame("writes to jiffies" + window(59, 62) + COLUMNS);
    assertSame("stores to total_forks" + window(97, 100) + COLUMNS);
    assertSame("last 20 writes to nr_threads" + COLUMNS);
    assertThat(answer(part, "last 20 writes to nr_threads").lines()).hasSizeGreaterThan(20);
  }

  @Test
  void conditionsAndGroupsAreThoseOfAnIndexOfAll() {
    assertSame("writes to nr_threads by pid 1" + window(90, 100) + COLUMNS);
    assertSame("writes to nr_threads where task = 'init' or pid = 2" + window(90, 100) + " count");
    assertSame("writes to jiffies" + window(59, 62) + " group by task, pid order by task, pid");
  }

  /** Who runs before the kernel has a pointer to it is known by the first that it points to. */
  @Test
  void whatRanBeforeTheKernelHadTasksIsTold() {
    long start = number("first calls to start_kernel show t");
    assertSame("first 5 writes to jiffies after " + start + COLUMNS);
    String write = "first writes to init_task after " + start;
    String executions =
        "executions of 0x%x between %d and %d show t, task, pid, pc"
            .formatted(
                Long.parseUnsignedLong(cell(write + " show pc").substring(2), 16),
                start - 1000,
                number(write + " show t") + 1);
    assertSame(executions);
    assertThat(answer(part, executions).lines().skip(1)).isNotEmpty().allMatch(this::isFirstTask);
  }

  private boolean isFirstTask(String row) {
    return row.contains(",swapper,0,");
  }

  private long number(String query) {
    return Long.parseLong(cell(query));
  }

  private String cell(String query) {
    return answer(WHOLE, query).lines().toList().get(1);
  }

  @Test
  void nothingIsSaidToBeUnknown() {
    assertThat(
            new Rrq(directory)
                .run(part, "-e", "last 2 writes to jiffies before 59%")
                .endsWith(ExitStatus.DONE)
                .err())
        .doesNotContain("not known")
        .doesNotContain("not covered");
  }
}
