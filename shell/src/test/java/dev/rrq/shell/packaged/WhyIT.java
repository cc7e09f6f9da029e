package dev.rrq.shell.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.indexer.disassembly.Disassembler;
import dev.rrq.indexer.live.Control;
import dev.rrq.indexer.live.LiveReplay;
import dev.rrq.indexer.live.Stop;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.scan.Access;
import dev.rrq.indexer.scan.AccessScan;
import dev.rrq.indexer.scan.ScanRequest;
import dev.rrq.planner.replay.Registers;
import dev.rrq.planner.replay.TracedInstruction;
import dev.rrq.planner.why.Values;
import dev.rrq.shell.effects.Tracing;
import dev.rrq.shell.failure.ExitStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code why} says, checked against machines that a debugger stopped: they know nothing of the
 * index, nor of the plugin.
 */
@Timeout(1500)
final class WhyIT {

  /** Variables that any boot changes, by instructions. */
  private static final List<String> PLACES =
      List.of(
          "nr_threads at 60%",
          "total_forks at 70%",
          "init_task.tasks.next at 60%",
          "task(1).pid at 80%",
          "task(1).comm at 80%",
          "runqueues@cpu0.curr at 70%",
          // Through the pairs of a compare-and-exchange, a copy of the whole time, and saved
          // registers.
          "task(1).cred at 80%",
          "task(1).real_parent at 80%",
          "task(1).stack_canary at 80%",
          "task(1).start_time at 80%",
          "task(1).thread.sp at 80%",
          // What no memory gave: cpuid, the time-stamp counter, a sum.
          "boot_cpu_data.x86_model_id at end",
          "jiffies at end",
          "tk_core.timekeeper.xtime_sec at end",
          // A word that the page was cleared with, lists, and what a device put into memory.
          "task(1).tasks at 80%",
          "saved_command_line at 50%",
          "current_task@cpu0 at 90%",
          // Bits that a mask set beside others, and bit fields.
          "init_task.flags at 80%",
          "task(1).flags at 80%",
          "task(1).sched_contributes_to_load at 90%",
          "init_task.sched_reset_on_fork at 60%");

  private static final int WINDOW = 30_000;

  /** A step that says what memory held at an instant. */
  private record Step(
      long t, String certainty, String what, long paddr, int size, List<Integer> bytes) {

    boolean isChange() {
      return what.startsWith("written by");
    }

    boolean isStore() {
      return isChange() || what.startsWith("also written by");
    }

    boolean isRead() {
      return what.startsWith("read from here")
          || what.startsWith("copied from here")
          || what.startsWith("restored from the stack")
          || what.startsWith("left as it was");
    }
  }

  @TempDir Path directory;

  private List<Step> steps() throws IOException {
    List<String> words = new ArrayList<>(List.of(PackagedBoot.trace().toString()));
    for (String place : PLACES) {
      words.addAll(List.of("-e", "why " + place));
    }
    words.addAll(List.of("--format", "jsonl"));
    String out = new Rrq(directory).run(words.toArray()).endsWith(ExitStatus.DONE).out();
    assertThat(out.lines().filter(line -> line.contains("\"step\": 1,"))).hasSameSizeAs(PLACES);
    return out.lines().map(WhyIT::step).filter(Objects::nonNull).toList();
  }

  private static @Nullable Step step(String line) {
    String paddr = field(line, "paddr");
    String value = field(line, "value");
    String t = field(line, "t");
    if (paddr == null || value == null || t == null) {
      return null;
    }
    return new Step(
        Long.parseLong(t),
        Objects.requireNonNull(field(line, "certainty")),
        Objects.requireNonNull(field(line, "what")),
        Long.parseUnsignedLong(paddr.substring(2), 16),
        Integer.parseInt(Objects.requireNonNull(field(line, "size"))),
        bytes(value, Integer.parseInt(Objects.requireNonNull(field(line, "size")))));
  }

  /** What memory begins with, from {@code 0x...}, {@code 00 01 ...} or {@code \"text\"}. */
  private static List<Integer> bytes(String value, int size) {
    List<Integer> bytes = new ArrayList<>();
    if (value.startsWith("0x")) {
      long bits = Long.parseUnsignedLong(value.substring(2).split("[^0-9a-f]", 2)[0], 16);
      for (int i = 0; i < size; i++) {
        bytes.add((int) (bits >>> (i * Byte.SIZE)) & 0xff);
      }
    } else if (value.startsWith("\\\"")) {
      String[] parts = value.substring(2).split("[\\\\]", 2);
      parts[0].chars().forEach(bytes::add);
      while (parts[1].equals("\"") && bytes.size() < size) {
        bytes.add(0);
      }
    } else {
      for (String word : value.replace("...", "").split(" ", -1)) {
        bytes.add(Integer.parseInt(word, 16));
      }
    }
    return bytes;
  }

  private static @Nullable String field(String line, String name) {
    Matcher matcher =
        Pattern.compile("\"" + name + "\": (?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\d+))").matcher(line);
    if (!matcher.find()) {
      return null;
    }
    return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
  }

  @Test
  void memoryHoldsWhatTheExactStepsSay() throws IOException {
    List<Step> exact =
        steps().stream()
            .filter(step -> step.certainty().equals("exact"))
            .filter(step -> step.isStore() || step.isRead())
            .toList();
    assertThat(exact).filteredOn(Step::isChange).hasSizeGreaterThanOrEqualTo(PLACES.size());
    SortedMap<Long, List<Runnable>> checks = new TreeMap<>();
    Recording recording = Recording.open(PackagedBoot.trace());
    try (LiveReplay live = LiveReplay.start(recording, QemuBinary.find(), 0)) {
      for (Step step : exact) {
        at(checks, step.t(), () -> before(live, step));
        if (step.isStore()) {
          at(
              checks,
              step.t() + 1,
              () -> assertThat(held(live, step)).as("after %s", step).isTrue());
        }
      }
      for (Map.Entry<Long, List<Runnable>> at : checks.entrySet()) {
        assertThat(live.goTo(at.getKey(), Control.NONE)).isInstanceOf(Stop.Reached.class);
        at.getValue().forEach(Runnable::run);
      }
    }
  }

  private static void at(SortedMap<Long, List<Runnable>> checks, long t, Runnable check) {
    checks.computeIfAbsent(t, instant -> new ArrayList<>()).add(check);
  }

  /** What is read, or stored once more, is there before; what changes is not. */
  private static void before(LiveReplay live, Step step) {
    if (!step.isChange() || step.bytes().size() == step.size()) {
      assertThat(held(live, step)).as("before %s", step).isEqualTo(!step.isChange());
    }
  }

  private static boolean held(LiveReplay live, Step step) {
    byte[] held = live.memory().physical(step.paddr(), step.bytes().size());
    for (int i = 0; i < held.length; i++) {
      if ((held[i] & 0xff) != step.bytes().get(i)) {
        return false;
      }
    }
    return true;
  }

  /** The registers that are worked out are those that the emulator has at the next block. */
  @Test
  void registersAreWhatInstructionsAreSaidToMakeOfThem() {
    Recording recording = Recording.open(PackagedBoot.trace());
    long compared = 0;
    List<String> wrong = new ArrayList<>();
    for (int percent : new int[] {40, 60, 80, 98}) {
      List<TracedInstruction> traced = traced(recording, recording.length() / 100 * percent);
      int told = -1;
      for (int at = 0; at < traced.size(); at++) {
        Registers registers = traced.get(at).registers();
        if (registers != null) {
          compared += told < 0 ? 0 : compare(traced.subList(told, at + 1), registers, wrong);
          told = at;
        }
      }
    }
    assertThat(compared).isGreaterThan(WINDOW);
    // An instruction that is read wrongly is found by 'why' in the same way, which then stops.
    assertThat(wrong).hasSizeLessThanOrEqualTo((int) (compared / 1000));
  }

  /** A block and the instruction behind it, whose registers are to be worked out. */
  private static int compare(
      List<TracedInstruction> block, Registers registers, List<String> wrong) {
    List<TracedInstruction> hidden = new ArrayList<>(block.subList(0, block.size() - 1));
    TracedInstruction next = block.get(block.size() - 1);
    hidden.add(
        new TracedInstruction(
            next.t(), next.pc(), next.text(), next.effects(), next.loads(), next.stores(), null));
    Values values = new Values(hidden);
    int compared = 0;
    for (String name : Registers.NAMES) {
      // An interrupt moves the stack pointer; of the flags only some are worked out.
      boolean fixed = !name.equals("rsp") && !name.equals("eflags");
      Long value = fixed ? values.register(hidden.size() - 1, name) : null;
      if (value != null) {
        compared++;
        if (!value.equals(registers.value(name))) {
          wrong.add(name + " behind " + hidden.get(hidden.size() - 2).text());
        }
      }
    }
    return compared;
  }

  private static List<TracedInstruction> traced(Recording recording, long from) {
    List<Access> found = new ArrayList<>();
    new AccessScan(recording, QemuBinary.find())
        .run(ScanRequest.everything(from, from + WINDOW), found::add);
    try (Disassembler disassembler = new Disassembler()) {
      return new Tracing(disassembler).of(found);
    }
  }
}
