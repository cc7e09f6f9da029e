package dev.rrq.indexer.guest;

import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.RecordRequest;
import dev.rrq.indexer.recording.Recorder;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.symbols.elf.ByteCursor;
import dev.rrq.symbols.elf.ElfFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * A bare-metal program that stores in every way that an x86 processor knows, assembled from {@code
 * conformance.S}. It boots as a Linux kernel would, takes interrupts, faults and system calls, lets
 * a device write, and powers off.
 *
 * @param image what {@code rrq record --kernel} takes
 * @param elf its ELF file, linked where it is loaded; addresses are physical ones
 * @param expectations what its instructions do
 */
public record ConformanceGuest(Path image, Path elf, List<Expectation> expectations) {

  /** What the guest writes to its serial port at the end. */
  public static final String LAST_WORDS = "conformance: done";

  /** What its processor must be able to do; the first model of QEMU that can. */
  public static final List<String> QEMU_ARGUMENTS = List.of("-cpu", "max");

  private static final long MEMORY_BYTES = 32L << 20;
  private static final long TOOL_SECONDS = 60;

  /**
   * The known effect of an instruction; it may have others.
   *
   * @param pc the instruction
   * @param address what it stores to, virtual, which is physical where the guest says so
   * @param old the value before
   * @param changed the value after
   * @param size bytes
   */
  public record Expectation(long pc, long address, long old, long changed, int size) {}

  /** Assembles the guest in a directory. */
  public static ConformanceGuest build(Path directory) throws IOException {
    Path setup = assembled(directory, "setup.S", "--32");
    Path setupImage = directory.resolve("setup.bin");
    run(
        directory,
        "ld",
        "-m",
        "elf_i386",
        "-Ttext=0",
        "-e",
        "_start",
        "--oformat",
        "binary",
        setup.toString(),
        "-o",
        setupImage.toString());
    Path object = assembled(directory, "conformance.S", "--64");
    Path script = resource(directory, "conformance.ld");
    Path elf = directory.resolve("conformance.elf");
    run(
        directory,
        "ld",
        "-T",
        script.toString(),
        "--build-id=sha1",
        "--no-warn-rwx-segments",
        object.toString(),
        "-o",
        elf.toString());
    Path payload = directory.resolve("conformance.bin");
    run(directory, "objcopy", "-O", "binary", elf.toString(), payload.toString());
    Path image = directory.resolve("conformance.img");
    try (var out = Files.newOutputStream(image)) {
      Files.copy(setupImage, out);
      Files.copy(payload, out);
    }
    return new ConformanceGuest(image, elf, expectations(elf));
  }

  /** Records it as a trace of this name beside its files. */
  public Recording record(QemuBinary qemu, String name) {
    RecordRequest request =
        RecordRequest.of(image.resolveSibling(name), image, null)
            .withMemoryBytes(MEMORY_BYTES)
            .withAppend("")
            .withVmlinux(elf)
            .withQemuArguments(QEMU_ARGUMENTS);
    return new Recorder(qemu, request, progress -> {}).record();
  }

  private static List<Expectation> expectations(Path elf) {
    try (ElfFile file = ElfFile.open(elf)) {
      ByteCursor words = new ByteCursor(file.content(".expect"), 0);
      int end = (int) file.section(".expect").orElseThrow().size();
      List<Expectation> expectations = new ArrayList<>();
      while (words.isBefore(end)) {
        expectations.add(
            new Expectation(words.i64(), words.i64(), words.i64(), words.i64(), (int) words.i64()));
      }
      return List.copyOf(expectations);
    }
  }

  private static Path assembled(Path directory, String source, String mode) throws IOException {
    Path object = directory.resolve(source.replace(".S", ".o"));
    Path copy = resource(directory, source);
    run(directory, "as", mode, copy.toString(), "-o", object.toString());
    return object;
  }

  private static Path resource(Path directory, String name) throws IOException {
    Path file = directory.resolve(name);
    try (InputStream content = ConformanceGuest.class.getResourceAsStream(name)) {
      Files.copy(Objects.requireNonNull(content, name), file);
    }
    return file;
  }

  private static void run(Path directory, String... command) throws IOException {
    Path output = Files.createTempFile(directory, "tool", ".log");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(TOOL_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new IOException(Arrays.toString(command) + " failed:\n" + Files.readString(output));
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
