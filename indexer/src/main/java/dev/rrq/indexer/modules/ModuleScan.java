package dev.rrq.indexer.modules;

import dev.rrq.indexer.kernel.KernelMemory;
import dev.rrq.indexer.kernel.KernelPlaces;
import dev.rrq.indexer.kernel.WatchedMemory;
import dev.rrq.store.Interval;
import dev.rrq.store.Meta;
import dev.rrq.store.ModuleWriter;
import dev.rrq.store.TraceStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Derives the kernel modules from the changes of the list in which the kernel keeps them, and of
 * their states. Their symbols come from their own tables, which the kernel keeps for its messages.
 */
public final class ModuleScan {

  /** Linux, {@code enum module_state}: {@code include/linux/module.h}. */
  private static final int LIVE = 0;

  private static final int COMING = 1;
  private static final int UNFORMED = 3;

  /** No kernel has so many. */
  private static final int MOST_MODULES = 4096;

  private final TraceStore store;
  private final KernelMemory memory;
  private final ModuleLayout layout;
  private final Interval time;
  private final List<LoadedModule> modules = new ArrayList<>();

  private ModuleScan(TraceStore store, KernelMemory memory, ModuleLayout layout, Interval time) {
    this.store = store;
    this.memory = memory;
    this.layout = layout;
    this.time = time;
  }

  /** A module that came into the list. */
  private record Listed(long address, long t) {}

  /**
   * Scans a stretch of the index and writes what it finds.
   *
   * @param files where files of modules may be, for their types and lines
   * @return whether the kernel can have modules, and they could be followed
   */
  public static boolean run(
      TraceStore store, Interval time, ModuleFiles files, ModuleWriter writer) {
    Optional<KernelPlaces> places = KernelPlaces.of(store);
    Optional<ModuleLayout> layout = places.flatMap(ModuleLayout::of);
    OptionalLong head = places.map(known -> known.variable("modules")).orElse(OptionalLong.empty());
    if (layout.isEmpty() || head.isEmpty() || !KernelMemory.isKnown(places.get())) {
      return false;
    }
    OptionalLong paddr = places.get().physical(head.getAsLong());
    if (paddr.isEmpty()) {
      return false;
    }
    KernelMemory memory = KernelMemory.of(store, places.get());
    ModuleScan scan = new ModuleScan(store, memory, layout.get(), time);
    scan.listed(head.getAsLong(), paddr.getAsLong()).forEach(scan::follow);
    List<LoadedModule> modules = new ArrayList<>();
    scan.modules.stream()
        .sorted(Comparator.comparingLong(LoadedModule::loaded))
        .forEach(module -> modules.add(module.numbered(modules.size() + 1)));
    ModuleDetails details =
        new ModuleDetails(
            files,
            new ModuleNotes(places.get(), memory),
            store.symbols().files(),
            store.symbols().lastType());
    new ModuleTable(store.metaNumber(Meta.KASLR_OFFSET).orElse(0), store, details)
        .write(modules, writer);
    return true;
  }

  /** The kernel puts each new module at the head of the list. */
  private List<Listed> listed(long head, long paddr) {
    List<Listed> listed = new ArrayList<>();
    WatchedMemory watched = new WatchedMemory(store, time);
    watched.watch(paddr, Long.BYTES);
    Set<Long> present = new HashSet<>();
    long next = watched.number(paddr, Long.BYTES);
    for (int i = 0; i < MOST_MODULES && next != head && next < 0 && present.add(next); i++) {
      listed.add(new Listed(next - layout.list(), time.from()));
      byte[] link = memory.read(time.from(), next, Long.BYTES);
      next =
          link.length < Long.BYTES
              ? head
              : ByteBuffer.wrap(link).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
    watched.follow(
        change -> {
          long first = watched.number(paddr, Long.BYTES);
          if (first < 0 && first != head) {
            listed.add(new Listed(first - layout.list(), change.effect()));
          }
        });
    return listed;
  }

  /** The states that a module went through. */
  private static final class States {
    private @Nullable Long loaded;
    private @Nullable Long live;
    private @Nullable Long unloaded;

    void enter(long state, long t) {
      if (unloaded != null) {
        return;
      }
      if (loaded == null && (state == COMING || state == LIVE)) {
        loaded = t;
      }
      if (loaded != null && live == null && state == LIVE) {
        live = t;
      }
      if (loaded != null && state == UNFORMED) {
        unloaded = t;
      }
    }
  }

  private void follow(Listed listed) {
    OptionalLong paddr = memory.physical(listed.t(), listed.address() + layout.state());
    // The head shows the one before again when the one after it goes.
    boolean known =
        modules.stream()
            .anyMatch(
                module ->
                    module.structure() == listed.address()
                        && (module.unloaded() == null || module.unloaded() > listed.t()));
    if (paddr.isEmpty() || known) {
      return;
    }
    WatchedMemory watched = new WatchedMemory(store, new Interval(listed.t(), time.to()));
    watched.watch(paddr.getAsLong(), Integer.BYTES);
    States states = new States();
    states.enter(watched.number(paddr.getAsLong(), Integer.BYTES), listed.t());
    watched.follow(
        change -> states.enter(watched.number(paddr.getAsLong(), Integer.BYTES), change.effect()));
    if (states.loaded != null) {
      ModuleImage.read(memory, layout, listed.address(), states.loaded)
          .ifPresent(image -> modules.add(module(listed, states.loaded, states, image)));
    }
  }

  private LoadedModule module(Listed listed, long loaded, States states, ModuleImage image) {
    return new LoadedModule(
        0,
        image.name(),
        image.address(),
        image.size(),
        listed.address(),
        loaded,
        states.live,
        states.unloaded,
        image.symbols());
  }
}
