package dev.rrq.indexer.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.recording.DemoRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The plugin sees where an instruction ends, as objdump does: those of busybox and of the kernel's
 * start.
 */
class InstructionLengthIT {

  private static final Path SOURCES = Path.of("src/main/c").toAbsolutePath();

  /** An address, bytes, and what they mean. */
  private static final Pattern INSTRUCTION =
      Pattern.compile("\\s*[0-9a-f]+:\\t((?:[0-9a-f]{2} )+)\\s*\\t(.*)");

  /** AVX-512, which the emulator does not have, and two instructions that objdump takes for one. */
  private static final Pattern OTHER = Pattern.compile("62 .*|9b .*");

  /** What objdump says of data between the functions; a prefix alone belongs to nothing. */
  private static final Pattern NO_INSTRUCTION =
      Pattern.compile(
          ".*\\(bad\\).*|\\.byte.*|((rex|[cdefgs]s|data16|addr32|rep\\S*|lock)(\\.\\S*)?\\s*)+");

  @TempDir Path directory;

  @Test
  void everyInstructionEndsWithItsLastByte() throws Exception {
    Set<String> instructions = new TreeSet<>();
    instructions.addAll(disassemble(DemoRecording.parts().busybox(), ".text"));
    instructions.addAll(disassemble(DemoRecording.parts().vmlinux(), ".init.text"));
    Path input = directory.resolve("instructions");
    Files.write(input, instructions);

    String program = directory.resolve("whole").toString();
    String length = SOURCES.resolve("length.c").toString();
    run("gcc", "-std=gnu11", "-O1", "-I" + SOURCES, "-o", program, "src/test/c/whole.c", length);
    List<String> wrong = run(input, program);

    System.out.printf("%d different instructions, %d wrong%n", instructions.size(), wrong.size());
    assertThat(instructions).hasSizeGreaterThan(50_000);
    assertThat(wrong).isEmpty();
  }

  private List<String> disassemble(Path program, String section)
      throws IOException, InterruptedException {
    List<String> instructions = new ArrayList<>();
    for (String line : run("objdump", "-d", "--insn-width=16", "-j", section, program.toString())) {
      Matcher matcher = INSTRUCTION.matcher(line);
      if (matcher.matches()
          && !OTHER.matcher(matcher.group(1)).matches()
          && !NO_INSTRUCTION.matcher(matcher.group(2)).matches()) {
        instructions.add(matcher.group(1).trim());
      }
    }
    return instructions;
  }

  private List<String> run(String... command) throws IOException, InterruptedException {
    return run(Path.of("/dev/null"), command);
  }

  private List<String> run(Path input, String... command) throws IOException, InterruptedException {
    Path output = directory.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectInput(input.toFile())
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(String.join(" ", command)).isZero();
      return Files.readAllLines(output);
    } finally {
      process.destroyForcibly();
    }
  }
}
