package dev.rrq.indexer.index;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.gdbrsp.GdbClient;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.breakpoint.Breakpoint;
import dev.rrq.indexer.recording.DemoRecording;
import dev.rrq.store.TraceStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The calls in the index are the hits of breakpoints on a replay, function by function, by time.
 */
@Timeout(1200)
class CallsIT {

  /** Watched all the time: C functions, assembly, entries from user mode, and what jumps on. */
  private static final List<String> SELDOM_CALLED =
      List.of(
          "start_kernel",
          "rest_init",
          "kernel_init",
          "do_one_initcall",
          "kernel_clone",
          "copy_process",
          "wake_up_new_task",
          "ret_from_fork",
          "schedule_preempt_disabled",
          "schedule",
          "__switch_to_asm",
          "try_to_wake_up",
          "load_elf_binary",
          "do_sys_openat2",
          "vfs_read",
          "pipe_write",
          "do_wait",
          "do_exit",
          "release_task",
          "get_signal",
          "entry_SYSCALL_64",
          "asm_exc_page_fault",
          "handle_mm_fault",
          // Of a module that the guest loads.
          "load_misc_binary",
          "bm_status_write");

  /** Watched from when the kernel has started, until the end. */
  private static final List<String> OFTEN_CALLED =
      List.of("memcpy", "kmem_cache_alloc", "kfree", "mutex_lock", "_raw_spin_lock_irqsave");

  private static final int LONGEST_INSTRUCTION = 15;

  /** Linux, {@code arch/x86/include/asm/segment.h}: {@code __KERNEL_CS}. */
  private static final long KERNEL_CODE_SEGMENT = 0x10;

  private static final String STARTED = "free_initmem";

  @Test
  void everyCallIsABreakpointHit() throws Exception {
    TraceStore store = DemoIndex.store();
    Map<Long, String> seldom = entries(store, SELDOM_CALLED);
    Map<Long, String> often = entries(store, OFTEN_CALLED);
    assertThat(seldom.size() + often.size()).isGreaterThanOrEqualTo(20);
    long started = calls(store, STARTED, 0).get(0);
    long end = DemoRecording.recording().length();

    Map<String, List<Long>> hits = new HashMap<>();
    try (StoppedReplay replay =
        StoppedReplay.start(DemoRecording.recording(), DemoRecording.qemu())) {
      Map<Long, String> watched = new HashMap<>(seldom);
      insert(replay.client(), seldom);
      collect(replay.client(), watched, started, hits);
      watched.putAll(often);
      insert(replay.client(), often);
      collect(replay.client(), watched, end, hits);
    }

    Map<String, Integer> equal = new TreeMap<>();
    for (String function : seldom.values()) {
      assertThat(calls(store, function, 0))
          .as(function)
          .isEqualTo(hits.getOrDefault(function, List.of()));
      equal.put(function, hits.getOrDefault(function, List.of()).size());
    }
    for (String function : often.values()) {
      assertThat(calls(store, function, started)).as(function).isEqualTo(hits.get(function));
      equal.put(function, hits.get(function).size());
    }
    System.out.println("calls that are breakpoint hits: " + equal);
  }

  /** The first instructions of those functions whose name this kernel has exactly once. */
  private static Map<Long, String> entries(TraceStore store, List<String> functions)
      throws SQLException {
    Map<Long, String> entries = new HashMap<>();
    for (String function : functions) {
      List<Long> found =
          StoreQuery.numbers(
              store, "SELECT entry FROM functions WHERE name = '%s'".formatted(function));
      if (found.size() == 1) {
        entries.put(found.get(0), function);
      }
    }
    return entries;
  }

  private static List<Long> calls(TraceStore store, String function, long from)
      throws SQLException {
    return StoreQuery.numbers(
        store,
        "SELECT t FROM calls WHERE \"function\" = '%s' AND t >= %d AND t < %d ORDER BY t"
            .formatted(function, from, DemoRecording.recording().length()));
  }

  private static void insert(GdbClient client, Map<Long, String> entries) throws RspException {
    for (long entry : entries.keySet()) {
      client.breakpoints().insert(Breakpoint.at(entry));
    }
  }

  /** Runs on to an instant and writes down what is hit on the way. */
  private static void collect(
      GdbClient client, Map<Long, String> watched, long until, Map<String, List<Long>> hits)
      throws RspException {
    client.monitor().breakAt(until);
    long now = client.monitor().replayStatus().icount();
    while (now < until) {
      // A breakpoint at the present instruction would stop the machine again at once.
      long pc = client.registers().read("rip");
      String function = watched.get(pc);
      if (function == null) {
        client.execution().continueToStop();
      } else {
        client.execution().step();
        if (!wasInterrupted(client, pc)) {
          hits.computeIfAbsent(function, name -> new ArrayList<>()).add(now);
        }
      }
      now = client.monitor().replayStatus().icount();
    }
  }

  /**
   * Whether that step ran no instruction there, but the first one of an interrupt's handler. QEMU
   * looks for breakpoints before it takes an interrupt of the same instant, and stops twice.
   */
  private static boolean wasInterrupted(GdbClient client, long pc) throws RspException {
    long next = client.registers().read("rip");
    if (next > pc && next - pc < LONGEST_INSTRUCTION) {
      return false;
    }
    long stack = client.registers().read("rsp");
    for (int word = 0; word < 3; word++) {
      long slot = stack + (long) word * Long.BYTES;
      if (client.memory().readNumber(slot, Long.BYTES) == pc
          && client.memory().readNumber(slot + Long.BYTES, Long.BYTES) == KERNEL_CODE_SEGMENT) {
        return true;
      }
    }
    return false;
  }
}
