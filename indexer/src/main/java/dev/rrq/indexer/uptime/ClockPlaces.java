package dev.rrq.indexer.uptime;

import dev.rrq.indexer.kernel.KernelPlaces;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where Linux on x86 keeps what its {@code local_clock()} reads ({@code arch/x86/kernel/tsc.c},
 * {@code kernel/sched/clock.c}): physical addresses, and offsets of members.
 *
 * @param useTsc whether the time-stamp counter is read at all
 * @param stable whether it is trusted
 * @param running whether else it is filtered
 * @param stableOffset what is added when it is trusted
 * @param gtodOffset what is added to the time of day when it is filtered
 * @param tickNanoseconds the length of a tick
 * @param perCpuOffset of CPU 0
 * @param scale per-CPU offset of the factors for the counter
 * @param filter per-CPU offset of the filter's state
 */
record ClockPlaces(
    long useTsc,
    long stable,
    long running,
    long stableOffset,
    long gtodOffset,
    long jiffies,
    long tickNanoseconds,
    long perCpuOffset,
    long scale,
    long filter,
    Scale scales,
    Filter filters) {

  /** {@code struct cyc2ns}, whose two copies are in use by turns. */
  record Scale(int size, int copySize, int sequence, int multiplier, int shift, int nanoseconds) {}

  /** {@code struct sched_clock_data}. */
  record Filter(int size, int tickRaw, int tickGtod, int clock) {}

  /** The places of a kernel; empty if it has not all of them. */
  static Optional<ClockPlaces> of(KernelPlaces places) {
    try {
      return Optional.of(
          new ClockPlaces(
              variable(places, "__use_tsc"),
              variable(places, "__sched_clock_stable"),
              variable(places, "sched_clock_running"),
              variable(places, "__sched_clock_offset"),
              variable(places, "__gtod_offset"),
              variable(places, "jiffies_64"),
              variable(places, "tick_nsec"),
              variable(places, "__per_cpu_offset"),
              places.perCpuOffset("cyc2ns").orElseThrow(),
              places.perCpuOffset("sched_clock_data").orElseThrow(),
              new Scale(
                  (int) places.size("cyc2ns").orElseThrow(),
                  (int) places.size("cyc2ns_data").orElseThrow(),
                  offset(places, "cyc2ns", "seq"),
                  offset(places, "cyc2ns_data", "cyc2ns_mul"),
                  offset(places, "cyc2ns_data", "cyc2ns_shift"),
                  offset(places, "cyc2ns_data", "cyc2ns_offset")),
              new Filter(
                  (int) places.size("sched_clock_data").orElseThrow(),
                  offset(places, "sched_clock_data", "tick_raw"),
                  offset(places, "sched_clock_data", "tick_gtod"),
                  offset(places, "sched_clock_data", "clock"))));
    } catch (NoSuchElementException e) {
      return Optional.empty();
    }
  }

  private static long variable(KernelPlaces places, String name) {
    OptionalLong address = places.variable(name);
    return places.physical(address.orElseThrow()).orElseThrow();
  }

  private static int offset(KernelPlaces places, String structure, String member) {
    return (int) places.offset(structure, member).orElseThrow();
  }
}
