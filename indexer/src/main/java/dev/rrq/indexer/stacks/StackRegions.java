package dev.rrq.indexer.stacks;

import it.unimi.dsi.fastutil.longs.Long2ObjectOpenHashMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds the stack of an address. Stacks are told apart by their 16 KiB region; one that grows
 * beyond its region keeps its identity.
 */
final class StackRegions {

  private static final int REGION_SHIFT = 14;

  /** A use this near to the last one is of the same stack, whatever its region. */
  private static final long NEAR_KERNEL = 4096;

  private static final long NEAR_USER = 65536;
  private static final int SPACE_SHIFT = 36;

  private final Long2ObjectOpenHashMap<ShadowStack> regions = new Long2ObjectOpenHashMap<>();
  private final List<ShadowStack> stacks = new ArrayList<>();

  /** All stacks, each once. */
  List<ShadowStack> all() {
    return Collections.unmodifiableList(stacks);
  }

  /**
   * The stack of an address.
   *
   * @param space the page tables in use
   * @param current the stack in use, which may go on there; null if none is
   */
  ShadowStack at(long address, long space, @Nullable ShadowStack current) {
    boolean isUser = isUser(address);
    long region = address >>> REGION_SHIFT;
    long key = isUser ? region ^ (space << SPACE_SHIFT) : region;
    ShadowStack known = regions.get(key);
    if (known != null) {
      return known.owner;
    }
    ShadowStack stack = new ShadowStack(key, isUser);
    if (current != null && current.isUser == isUser && isNear(current, address)) {
      stack.owner = current;
    } else {
      stacks.add(stack);
    }
    regions.put(key, stack);
    return stack.owner;
  }

  /** Whether an address is in the very region by which a kernel stack is known. */
  static boolean isRegionOf(ShadowStack stack, long address) {
    return stack.key == address >>> REGION_SHIFT;
  }

  /** Whether an address is so near to the last use of a stack that it is of the same. */
  static boolean isNear(ShadowStack stack, long address) {
    long near = stack.isUser ? NEAR_USER : NEAR_KERNEL;
    return Long.compareUnsigned(address - stack.last + near, 2 * near) < 0;
  }

  /** Whether an address is a program's. */
  static boolean isUser(long address) {
    return address >= 0;
  }

  /** How far an address is below the end of its region. */
  static long bytesAbove(long address) {
    return -address & ((1 << REGION_SHIFT) - 1);
  }
}
